namespace ZipkinMesh.Zipkin.Storage;

/// <summary>Logs what was evicted, once a minute at most.</summary>
internal sealed class EvictionReporter(SpanStore store, TimeProvider clock, ILogger<SpanStore> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        var reported = default(EvictedSpans);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var stored = store.Status();
            var (spans, traces) = (stored.Evicted.Spans - reported.Spans, stored.Evicted.Traces - reported.Traces);
            if (traces > 0)
            {
                StorageLog.Evicted(logger, traces, spans, stored.Spans, stored.Bytes);
            }

            reported = stored.Evicted;
        }
    }
}
