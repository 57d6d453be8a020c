using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>
/// Drains the listeners (Envoy's <c>DrainManager</c>): for a time they accept connections and every response closes its own, so that
/// clients go elsewhere; then the listeners close, and connections without a request follow.
/// </summary>
internal sealed partial class DrainManager(
    ConnectionTable connections, ListenSockets sockets, ZipkinMeshOptions options, ILogger<DrainManager> logger)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    // A proxy that hasn't had a connection for this time is unused.
    private static readonly TimeSpan UnusedTime = TimeSpan.FromMilliseconds(500);

    // The time that the last clients have to send the requests for which they connected: Envoy's delayed_close_timeout.
    private static readonly TimeSpan DelayedCloseTimeout = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();

    private volatile bool _isDraining;
    private volatile bool _healthCheckFailed;
    private Task? _drain;

    /// <summary>Gets a value indicating that responses must close their connections.</summary>
    public bool IsDraining => _isDraining || _healthCheckFailed;

    /// <summary>
    /// Gets or sets a value indicating that the proxy is unhealthy by an operator's order. Connections are closed as long as it lasts, so that
    /// clients go elsewhere.
    /// </summary>
    public bool HealthCheckFailed
    {
        get => _healthCheckFailed;
        set => _healthCheckFailed = value;
    }

    /// <summary>Begins to drain, once.</summary>
    /// <returns>A task that completes when the listeners are closed and connections without a request may be closed.</returns>
    public Task Begin()
    {
        lock (_gate)
        {
            return _drain ??= DrainAsync();
        }
    }

    private async Task DrainAsync()
    {
        _isDraining = true;
        if (options.Drain.DrainTime == TimeSpan.Zero || IsUnused())
        {
            sockets.Close();
            return;
        }

        LogDraining(options.Drain.DrainTime);
        await WaitAsync(options.Drain.DrainTime, IsUnused);
        await sockets.CloseAsync();
        await WaitAsync(DelayedCloseTimeout, () => connections.IsEmpty);
        LogClosed();
    }

    private bool IsUnused() => connections.IsEmpty && connections.Quiet >= UnusedTime;

    private static async Task WaitAsync(TimeSpan limit, Func<bool> isDone)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < limit && !isDone();)
        {
            await Task.Delay(PollInterval);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Draining for up to {Time}: responses close their connections.")]
    private partial void LogDraining(TimeSpan time);

    [LoggerMessage(Level = LogLevel.Information, Message = "Listeners closed; requests under way go on.")]
    private partial void LogClosed();
}
