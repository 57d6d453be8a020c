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

    private volatile bool _isDrainingInbound;
    private volatile bool _isDrainingOutbound;
    private volatile bool _healthCheckFailed;
    private volatile Task? _end;

    /// <summary>
    /// Gets or sets a value indicating that the proxy is unhealthy by an operator's order. Connections are closed as long as it lasts, so that
    /// clients go elsewhere.
    /// </summary>
    public bool HealthCheckFailed
    {
        get => _healthCheckFailed;
        set => _healthCheckFailed = value;
    }

    /// <summary>Gets a value indicating that the listeners are drained because the program ends.</summary>
    public bool IsEnding => _end is not null;

    /// <summary>Returns a value indicating that responses must close their connections.</summary>
    /// <param name="direction">The direction of the listener.</param>
    public bool IsDraining(TrafficDirection direction) =>
        _healthCheckFailed || (direction == TrafficDirection.Inbound ? _isDrainingInbound : _isDrainingOutbound);

    /// <summary>Begins to drain all listeners before the end of the program, once.</summary>
    /// <returns>A task that completes when the listeners are closed and connections without a request may be closed.</returns>
    public Task BeginEnd()
    {
        lock (_gate)
        {
            return _end ??= DrainAsync();
        }
    }

    /// <summary>Makes every response close its connection from now on.</summary>
    /// <param name="direction">The direction of the listeners; null for all.</param>
    public void CloseConnections(TrafficDirection? direction)
    {
        _isDrainingInbound |= direction is null or TrafficDirection.Inbound;
        _isDrainingOutbound |= direction is null or TrafficDirection.Outbound;
    }

    /// <summary>Closes listeners at once. Their connections stay open.</summary>
    /// <param name="direction">The direction of the listeners; null for all.</param>
    public void CloseListeners(TrafficDirection? direction)
    {
        sockets.Close(direction);
        LogClosed();
    }

    /// <summary>Closes listeners after the drain time, in which every response closes its connection.</summary>
    /// <param name="direction">The direction of the listeners; null for all.</param>
    public async Task CloseListenersGracefullyAsync(TrafficDirection? direction)
    {
        CloseConnections(direction);
        LogDraining(options.Drain.DrainTime);
        await WaitAsync(options.Drain.DrainTime, IsUnused);
        await sockets.CloseAsync(direction);
        LogClosed();
    }

    private async Task DrainAsync()
    {
        CloseConnections(null);
        if (options.Drain.DrainTime == TimeSpan.Zero || IsUnused())
        {
            sockets.Close();
            return;
        }

        await CloseListenersGracefullyAsync(null);
        await WaitAsync(DelayedCloseTimeout, () => connections.IsEmpty);
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
