using System.Diagnostics;
using OpenTelemetry;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Reporting.Otlp;

/// <summary>
/// Passes finished spans to OpenTelemetry's batch processor, under the names of its conventions. It comes after the processor of Zipkin,
/// which has then read Envoy's names.
/// </summary>
internal sealed class OtlpProcessor(
    OtlpExporter exporter, OpenTelemetryOptions options, ActivitySource source, OtlpCounters counters, OtlpLog log, OverloadState overload)
    : BatchActivityExportProcessor(exporter, options.MaxQueueSize, options.ScheduleDelay, maxExportBatchSize: options.MaxExportBatchSize)
{
    // As long as the reporter of Zipkin may take: both fit into what a container grants a process to end in.
    private const int LongestShutdown = 3_000;

    public override void OnEnd(Activity data)
    {
        // Another host in this process has a source of the same name.
        if (!ReferenceEquals(data.Source, source) || !counters.TryAdd(overload.ShedsSpans ? 0 : options.MaxQueueSize))
        {
            return;
        }

        try
        {
            SemanticConventions.Apply(data);
            base.OnEnd(data);
        }
        catch (OutOfMemoryException)
        {
            // The request that the span belongs to has succeeded, and must not fail now.
            counters.Drop();
        }
    }

    protected override bool OnShutdown(int timeoutMilliseconds)
    {
        var hasEnded = base.OnShutdown(timeoutMilliseconds < 0 ? LongestShutdown : Math.Min(timeoutMilliseconds, LongestShutdown));
        counters.Close();
        log.TellTotals();
        return hasEnded;
    }
}
