using Microsoft.Extensions.Hosting;

namespace ZipkinMesh.Proxy.Reporting;

/// <summary>
/// Limits the retries of the reporting thread. While the process runs there is no limit; once it shuts down, the retries must fit into
/// the time that is left of what the container grants.
/// </summary>
internal sealed class ShutdownSignal(IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>The time between the end of the host and the last attempt.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LastPause = TimeSpan.FromMilliseconds(100);

    private long _stopping;

    /// <summary>Gets a value indicating that no further attempt may start.</summary>
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

    /// <summary>Waits for the pause, or for 100 ms once the process shuts down.</summary>
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
