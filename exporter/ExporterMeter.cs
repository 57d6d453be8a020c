using System.Diagnostics.Metrics;
using ZipkinMesh.Exporter.Reporting;

namespace ZipkinMesh.Exporter;

/// <summary>
/// Publishes the counts of an exporter as the .NET meter <c>ZipkinMesh.Exporter</c>. Each measurement names the collector, since a process can
/// have several exporters.
/// </summary>
internal sealed class ExporterMeter : IDisposable
{
    private const string Span = "{span}";
    private const string Report = "{report}";

    private readonly Meter _meter = new("ZipkinMesh.Exporter");
    private readonly KeyValuePair<string, object?>[] _collector;

    public ExporterMeter(ReporterStats stats, Uri endpoint)
    {
        _collector = [new("server.address", endpoint.Host), new("server.port", endpoint.Port)];
        _meter.CreateObservableCounter(
            "zipkin_mesh.exporter.spans",
            () => (Measurement<long>[])[Of("sent", stats.Sent), Of("dropped", stats.Dropped), Of("rejected", stats.Rejected), Of("unsent", stats.Unsent)],
            Span,
            "Spans by their fate: sent; dropped because the queue was full; rejected by the collector; unsent when the process had to exit.");
        _meter.CreateObservableUpDownCounter(
            "zipkin_mesh.exporter.spans_waiting", () => new Measurement<long>(stats.Waiting, _collector), Span, "Spans that are queued or being sent.");
        _meter.CreateObservableCounter(
            "zipkin_mesh.exporter.reports",
            () => (Measurement<long>[])[Of("sent", stats.ReportsSent), Of("retried", stats.ReportsRetried), Of("rejected", stats.ReportsDropped), Of("unsent", stats.ReportsFailed)],
            Report,
            "Posts by their outcome. One that is retried is counted again when it succeeds or is given up.");
    }

    public void Dispose() => _meter.Dispose();

    private Measurement<long> Of(string outcome, long count) => new(count, [.. _collector, new("outcome", outcome)]);
}
