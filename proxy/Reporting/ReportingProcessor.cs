using System.Diagnostics;
using ZipkinMesh.Exporter;
using ZipkinMesh.Exporter.Reporting;
using ZipkinMesh.Exporter.Spans;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Reporting;

/// <summary>Passes the proxy's finished spans from OpenTelemetry to the reporter.</summary>
internal sealed class ReportingProcessor(
    ZipkinReporter reporter, ZipkinJson json, ActivitySource source, ReporterStats stats, OverloadState overload) : QueueingProcessor(reporter, stats)
{
    public override void OnEnd(Activity data)
    {
        // Another host in this process has a source of the same name.
        if (!ReferenceEquals(data.Source, source) || SpanIdentity.OfEndingSpan is null)
        {
            return;
        }

        Stats.AddMade();
        if (overload.ShedsSpans)
        {
            Stats.AddDropped();
            return;
        }

        Enqueue(data);
    }

    protected override void Write(JsonBuffer buffer, Activity span) => json.Write(buffer, span, SpanIdentity.OfEndingSpan!);
}
