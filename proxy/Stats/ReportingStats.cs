using ZipkinMesh.Exporter.Reporting;

namespace ZipkinMesh.Proxy.Stats;

/// <summary>Declares the statistics of the reports to Zipkin: Envoy's, and those of this proxy, whose names begin with zipkin_mesh.</summary>
internal static class ReportingStats
{
    private const string Span = "{span}";
    private const string Report = "{report}";

    private static readonly StatScope<ReporterStats> Envoy = new("tracing.zipkin.", "tracing.zipkin.");
    private static readonly StatScope<ReporterStats> Own = new("zipkin_mesh.", "zipkin_mesh.");

    /// <summary>Gets the statistics.</summary>
    public static IReadOnlyList<Stat<ReporterStats>> All { get; } =
    [
        Envoy.Counter("spans_sent", Span, "Spans that the collector accepted.", r => r.Sent),
        Envoy.Counter("timer_flushed", Report, "Reports that were sent because the flush interval had passed.", r => r.TimerFlushes),
        Envoy.Counter("reports_sent", Report, "Reports that the collector accepted.", r => r.ReportsSent),
        Envoy.Counter("reports_dropped", Report, "Reports that the collector rejected, and that are lost.", r => r.ReportsDropped),
        Envoy.Counter("reports_failed", Report, "Reports that couldn't be sent before the proxy stopped, and that are lost.", r => r.ReportsFailed),
        Own.Counter("reports_retried_total", Report, "Posts that failed and are repeated, whole or in halves. Envoy drops these reports.", r => r.ReportsRetried),
        Own.Counter("spans_finished_total", Span, "Finished spans: the sum of those sent, waiting, dropped, rejected and unsent.", r => r.Made),
        Own.Gauge("spans_waiting", Span, "Spans that are queued or being sent.", r => r.Waiting),
        Own.Counter("spans_dropped_total", Span, "Spans that were dropped because the queue was full or the memory ran out.", r => r.Dropped),
        Own.Counter("spans_rejected_total", Span, "Spans that the collector rejected.", r => r.Rejected),
        Own.Counter("spans_unsent_total", Span, "Spans that couldn't be sent before the proxy stopped.", r => r.Unsent),
    ];
}
