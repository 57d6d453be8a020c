using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;

namespace ZipkinMesh.Proxy.Reporting.Otlp;

/// <summary>Counts what becomes of each batch of OpenTelemetry's exporter.</summary>
/// <param name="options">The options of the exporter.</param>
/// <param name="fullBatch">The number of spans in a full batch.</param>
/// <param name="counters">The counters.</param>
/// <param name="problem">The reason why an export fails.</param>
/// <param name="log">The log of lost spans.</param>
internal sealed class OtlpExporter(OtlpExporterOptions options, int fullBatch, OtlpCounters counters, ExportProblem problem, OtlpLog log)
    : OtlpTraceExporter(options)
{
    public override ExportResult Export(in Batch<Activity> activityBatch)
    {
        // The exporter empties the batch.
        var count = activityBatch.Count;
        if (count < fullBatch)
        {
            counters.PartialBatches.Increment();
        }

        problem.Clear();
        var result = base.Export(activityBatch);
        counters.EndExport(count, result == ExportResult.Success);
        log.TellLosses();
        return result;
    }
}
