using ZipkinMesh.Proxy.Reporting.Otlp;

namespace ZipkinMesh.Proxy.Stats;

/// <summary>Declares the statistics of exports by OTLP: Envoy's, and those of this proxy, whose names begin with zipkin_mesh.</summary>
internal static class OtlpStats
{
    private const string Span = "{span}";
    private const string Batch = "{batch}";

    private static readonly StatScope<OtlpCounters> Envoy = new("tracing.opentelemetry.", "tracing.opentelemetry.");
    private static readonly StatScope<OtlpCounters> Own = new("zipkin_mesh.", "zipkin_mesh.");

    /// <summary>Gets the statistics.</summary>
    public static IReadOnlyList<Stat<OtlpCounters>> All { get; } =
    [
        Envoy.Counter("spans_sent", Span, "Spans that the OTLP collector accepted.", c => c.Sent),
        Envoy.Counter("timer_flushed", Batch, "Batches that were exported before they were full.", c => c.PartialBatches.Value),
        Own.Counter("otlp_batches_sent_total", Batch, "Batches that the OTLP collector accepted.", c => c.BatchesSent.Value),
        Own.Counter("otlp_batches_failed_total", Batch, "Batches that the OTLP collector didn't accept, and that are lost.", c => c.BatchesFailed.Value),
        Own.Counter("otlp_spans_finished_total", Span, "Finished spans: the sum of those sent, waiting, dropped, failed and unsent by OTLP.", c => c.Made),
        Own.Gauge("otlp_spans_waiting", Span, "Spans that are queued or being exported by OTLP.", c => c.Waiting),
        Own.Counter("otlp_spans_dropped_total", Span, "Spans that OTLP dropped because its queue was full or the memory ran out.", c => c.Dropped),
        Own.Counter("otlp_spans_failed_total", Span, "Spans in batches that the OTLP collector didn't accept.", c => c.Failed),
        Own.Counter("otlp_spans_unsent_total", Span, "Spans that couldn't be exported by OTLP before the proxy stopped.", c => c.Unsent),
    ];
}
