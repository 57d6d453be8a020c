namespace ZipkinMesh.Exporter.Reporting;

/// <summary>
/// Limits the posts of the reporting thread. While the process runs there is no limit; once it shuts down, they must fit into the time that
/// is left of what the container grants.
/// </summary>
internal sealed class ShutdownSignal(TimeProvider time) : IDisposable
{
    /// <summary>The longest time between the start of the shutdown and the end of the last attempt.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LastPause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _begun = new();
    private readonly CancellationTokenSource _passed = new(Timeout.InfiniteTimeSpan, time);

    /// <summary>Gets the token that is canceled when no attempt may go on.</summary>
    public CancellationToken Passed => _passed.Token;

    /// <summary>Gets a value indicating that no further attempt may start.</summary>
    public bool HasPassed => _passed.IsCancellationRequested;

    /// <summary>Starts the shutdown. Attempts end when the limit or the <see cref="Grace"/> has passed.</summary>
    public void Begin(TimeSpan limit)
    {
        _passed.CancelAfter(limit < Grace ? limit : Grace);
        _begun.Cancel();
    }

    /// <summary>Waits for the pause, or for 100 ms once the process shuts down.</summary>
    public void Wait(TimeSpan pause)
    {
        if (_begun.IsCancellationRequested)
        {
            Passed.WaitHandle.WaitOne(pause < LastPause ? pause : LastPause);
        }
        else
        {
            _begun.Token.WaitHandle.WaitOne(pause);
        }
    }

    public void Dispose()
    {
        _begun.Dispose();
        _passed.Dispose();
    }
}
