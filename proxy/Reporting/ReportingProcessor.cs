using System.Diagnostics;
using OpenTelemetry;

namespace ZipkinMesh.Proxy.Reporting;

/// <summary>
/// OpenTelemetry's batch processor behind a gate of its own, as that one can't tell what it drops. The gate lets in
/// no more spans than its queue holds, so that every drop is seen, and counted, here.
/// </summary>
internal sealed class ReportingProcessor : BatchActivityExportProcessor
{
    private const int BatchSize = 1_000;

    // A report is posted again until it is taken, so it must have the time to; the shutdown sets its own limit.
    private const int NoExportTimeout = int.MaxValue;

    private readonly int _capacity;
    private readonly ZipkinExporter _exporter;
    private readonly ActivitySource _source;
    private readonly ReporterStats _stats;

    public ReportingProcessor(ZipkinExporter exporter, ActivitySource source, ReporterStats stats, int capacity, TimeSpan flushInterval)
        : base(exporter, capacity, (int)flushInterval.TotalMilliseconds, NoExportTimeout, Math.Min(BatchSize, capacity))
    {
        _capacity = capacity;
        _exporter = exporter;
        _source = source;
        _stats = stats;
    }

    public override void OnEnd(Activity data)
    {
        // Another host in this process has a source of the same name.
        if (!ReferenceEquals(data.Source, _source))
        {
            return;
        }

        if (_exporter.TryReserve(_capacity))
        {
            base.OnEnd(data);
        }
        else
        {
            _stats.AddDropped();
        }
    }
}
