using Microsoft.Extensions.Hosting;

namespace ZipkinMesh.Proxy.Reporting;

/// <summary>
/// Tells the exporting thread how long it may try. While the process runs, for ever; from the moment it has to end, as
/// long as Docker's ten seconds of grace leave.
/// </summary>
internal sealed class ShutdownSignal(IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>From SIGTERM to the last attempt.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LastPause = TimeSpan.FromMilliseconds(100);

    private long _stopping;

    public bool HasPassed
    {
        get
        {
            if (!lifetime.ApplicationStopped.IsCancellationRequested)
            {
                return false;
            }

            if (_stopping == 0)
            {
                _stopping = time.GetTimestamp();
            }

            return time.GetElapsedTime(_stopping) > Grace;
        }
    }

    /// <summary>Waits, but no longer than a moment once the process has to end.</summary>
    public void Wait(TimeSpan pause)
    {
        var stopped = lifetime.ApplicationStopped;
        if (stopped.IsCancellationRequested)
        {
            Thread.Sleep(LastPause);
        }
        else
        {
            stopped.WaitHandle.WaitOne(pause);
        }
    }
}
