using Microsoft.Extensions.Hosting;

namespace ZipkinMesh.Proxy.Stats;

/// <summary>Ends the intervals of the histograms.</summary>
internal sealed class StatsFlush(StatsReader reader, TimeProvider time) : BackgroundService
{
    /// <summary>The length of an interval; the default of Envoy's <c>stats_flush_interval</c>.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        using var stop = stoppingToken.UnsafeRegister(static timer => ((PeriodicTimer)timer!).Dispose(), timer);
        while (await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            reader.Flush();
        }
    }
}
