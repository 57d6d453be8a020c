using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>
/// Compares the memory in use with its limit four times a second, and stops one thing after another as it runs out (Envoy's overload
/// manager). The limit is that of the container, or <c>DOTNET_GCHeapHardLimit</c>; without either, the memory of the machine.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item>0.40: connections that are idle, or send a request slowly, are closed after 2 s (<c>reduce_timeouts</c>).</item>
/// <item>0.50: new connections are closed (<c>reject_incoming_connections</c>), and slow requests after 0.5 s.</item>
/// <item>0.75: finished spans are dropped.</item>
/// <item>0.85: requests get 503 (<c>stop_accepting_requests</c>).</item>
/// </list>
/// Envoy's guides begin at 0.9 or later. A garbage collector needs more room: it moves what survives, and until then has it twice.
/// Garbage counts as in use until it is collected, so the heap is collected (<c>shrink_heap</c>) before anything is stopped. The same
/// clock applies the limits of connections, once a second.
/// </remarks>
internal sealed partial class OverloadManager(OverloadState state, ConnectionTable connections, ILogger<OverloadManager> logger) : BackgroundService
{
    // Envoy's refresh_interval.
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(250);
    private const int RefreshesPerCheck = 4;

    // A request with the largest headers by default, as text. Under attack, memory can run out between two refreshes.
    private const int ConnectionBytes = 128 * 1024;

    private const double ReduceTimeouts = 0.40;
    private const double RejectConnections = 0.50;
    private const double ShedSpans = 0.75;
    private const double RejectRequests = 0.85;

    private static readonly TimeSpan ReducedTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(0.5);

    private readonly HeapMonitor _heap = new();
    private int _level;
    private int _loggedLevel;
    private long _refreshes;

    /// <summary>Applies the pressure: the part of the memory that is in use.</summary>
    /// <param name="pressure">The pressure.</param>
    /// <param name="newConnections">The number of connections that may be opened until the next refresh; null for those that are left.</param>
    public void Refresh(double pressure, int? newConnections)
    {
        // Not the time of a clock: while the proxy stalls, clients can't do what is expected of them.
        _refreshes++;
        Apply(pressure);
        if (newConnections is { } count)
        {
            state.GrantConnections(count);
        }

        if (pressure >= ReduceTimeouts || _refreshes % RefreshesPerCheck == 0)
        {
            connections.Check(_refreshes * RefreshInterval, pressure >= RejectConnections ? ShortestTimeout : pressure >= ReduceTimeouts ? ReducedTimeout : null);
        }
    }

    /// <summary>Returns the number of connections that fit into the memory below <see cref="RejectConnections"/>.</summary>
    public static int AffordableConnections(long limit, double pressure) =>
        limit == 0 ? int.MaxValue : (int)Math.Clamp((RejectConnections - pressure) * limit / ConnectionBytes, 0, int.MaxValue);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RefreshInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var isCurrent = _heap.Measure(ReduceTimeouts);
                Refresh(_heap.Pressure, isCurrent ? AffordableConnections(_heap.Limit, _heap.Pressure) : null);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private void Apply(double pressure)
    {
        var level = pressure >= RejectRequests ? 3 : pressure >= ShedSpans ? 2 : pressure >= RejectConnections ? 1 : 0;
        if (level == _level)
        {
            return;
        }

        state.ShedsSpans = level >= 2;
        state.RejectsRequests = level >= 3;
        if (level > _loggedLevel)
        {
            LogOverload(pressure, level == 3 ? "requests get 503" : level == 2 ? "spans are dropped" : "new connections are closed");
            _loggedLevel = level;
        }
        else if (level == 0)
        {
            LogRecovered(pressure);
            _loggedLevel = 0;
        }

        _level = level;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Overload: {Pressure:P0} of the memory is in use; {Action}.")]
    private partial void LogOverload(double pressure, string action);

    [LoggerMessage(Level = LogLevel.Information, Message = "Overload ended: {Pressure:P0} of the memory is in use.")]
    private partial void LogRecovered(double pressure);
}
