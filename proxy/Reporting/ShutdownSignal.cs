using Microsoft.Extensions.Hosting;

namespace ZipkinMesh.Proxy.Reporting;

/// <summary>
/// Limits the posts of the reporting thread. While the process runs there is no limit; once it shuts down, they must fit into the time that
/// is left of what the container grants.
/// </summary>
internal sealed class ShutdownSignal : IDisposable
{
    /// <summary>The time between the end of the host and the end of the last attempt.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LastPause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _passed;
    private readonly CancellationToken _stopped;
    private readonly CancellationTokenRegistration _registration;

    public ShutdownSignal(IHostApplicationLifetime lifetime, TimeProvider time)
    {
        _passed = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _stopped = lifetime.ApplicationStopped;
        _registration = _stopped.UnsafeRegister(static source => ((CancellationTokenSource)source!).CancelAfter(Grace), _passed);
    }

    /// <summary>Gets the token that is canceled when no attempt may go on.</summary>
    public CancellationToken Passed => _passed.Token;

    /// <summary>Gets a value indicating that no further attempt may start.</summary>
    public bool HasPassed => _passed.IsCancellationRequested;

    /// <summary>Waits for the pause, or for 100 ms once the process shuts down.</summary>
    public void Wait(TimeSpan pause)
    {
        if (_stopped.IsCancellationRequested)
        {
            _passed.Token.WaitHandle.WaitOne(pause < LastPause ? pause : LastPause);
        }
        else
        {
            _stopped.WaitHandle.WaitOne(pause);
        }
    }

    public void Dispose()
    {
        _registration.Dispose();
        _passed.Dispose();
    }
}
