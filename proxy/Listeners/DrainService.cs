using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>
/// Drains the listeners before the host stops Kestrel, which then waits for the requests under way. Those that take too long get 503.
/// </summary>
internal sealed partial class DrainService(
    DrainManager drain, ConnectionTable connections, ZipkinMeshOptions options, ILogger<DrainService> logger) : IHostedLifecycleService, IDisposable
{
    // The time to drain the listeners in beyond DrainTime, and to answer the stopped requests in.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    private Timer? _shutdown;

    /// <summary>Returns the time after which the host resets the connections that are still open.</summary>
    public static TimeSpan ShutdownTimeout(DrainOptions drain) =>
        (drain.DrainTime > drain.ParentShutdownTime ? drain.DrainTime : drain.ParentShutdownTime) + Margin;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        await drain.BeginEnd().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var left = options.Drain.ParentShutdownTime - Stopwatch.GetElapsedTime(start);
        _shutdown = new Timer(_ => StopRequests(), null, left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _shutdown?.Dispose();

    private void StopRequests()
    {
        if (connections.Stop(LocalReply.Shutdown) is var count and > 0)
        {
            LogStopped(count);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shutting down; stopped {Count} requests that were still under way.")]
    private partial void LogStopped(int count);
}
