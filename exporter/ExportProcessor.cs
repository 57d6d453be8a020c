using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Resources;
using ZipkinMesh.Exporter.Reporting;
using ZipkinMesh.Exporter.Spans;

namespace ZipkinMesh.Exporter;

/// <summary>Exports the spans of a service.</summary>
internal sealed class ExportProcessor(ZipkinReporter reporter, ReporterStats stats, ZipkinMeshExporterOptions options) : QueueingProcessor(reporter, stats)
{
    private const string ServiceName = "service.name";

    private readonly ExporterMeter _meter = new(stats, options.Endpoint);

    // The resource is known when the first span ends.
    private ActivityJson? _json;

    public override void OnEnd(Activity data)
    {
        if (!data.Recorded)
        {
            return;
        }

        Stats.AddMade();
        Enqueue(data);
        if (options.ExportProcessorType == ExportProcessorType.Simple)
        {
            ForceFlush(options.TimeoutMilliseconds);
        }
    }

    protected override void Write(JsonBuffer json, Activity span) => (_json ??= CreateJson()).Write(json, span);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _meter.Dispose();
    }

    private ActivityJson CreateJson()
    {
        var serviceName = ServiceNameOf(ParentProvider.GetResource()) ?? ServiceNameOf(ParentProvider.GetDefaultResource()) ?? "unknown_service";
        return new ActivityJson(LocalEndpoint.ToJson(serviceName, LocalAddress.Find()), options.UseShortTraceIds, options.UseSharedSpans);
    }

    private static string? ServiceNameOf(Resource resource) =>
        resource.Attributes.FirstOrDefault(attribute => attribute.Key == ServiceName).Value is string { Length: > 0 } name ? name : null;
}
