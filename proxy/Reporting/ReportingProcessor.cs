using System.Diagnostics;
using OpenTelemetry;

namespace ZipkinMesh.Proxy.Reporting;

/// <summary>
/// Takes finished spans from OpenTelemetry to Zipkin. A span is written as JSON by the thread that ends it, and only that text waits:
/// OpenTelemetry's own batch processor keeps the objects, three times the memory, which every collection of garbage has to move.
/// </summary>
internal sealed class ReportingProcessor : BaseProcessor<Activity>
{
    [ThreadStatic]
    private static JsonBuffer? _buffer;

    private readonly ZipkinJson _json;
    private readonly ReportQueue _queue;
    private readonly ZipkinReporter _reporter;
    private readonly ActivitySource _source;
    private readonly ReporterStats _stats;

    public ReportingProcessor(ReportQueue queue, ZipkinReporter reporter, ZipkinJson json, ActivitySource source, ReporterStats stats)
    {
        (_queue, _reporter, _json, _source, _stats) = (queue, reporter, json, source, stats);
        reporter.Start();
    }

    public override void OnEnd(Activity data)
    {
        // Another host in this process has a source of the same name.
        if (!ReferenceEquals(data.Source, _source))
        {
            return;
        }

        var json = _buffer ??= new JsonBuffer();
        json.Clear();
        _json.Write(json, data);
        if (!_queue.TryAdd(json.Written))
        {
            _stats.AddDropped();
        }
    }

    protected override bool OnForceFlush(int timeoutMilliseconds) => _queue.Flush(Limit(timeoutMilliseconds));

    protected override bool OnShutdown(int timeoutMilliseconds) => _reporter.Stop(Limit(timeoutMilliseconds));

    // OpenTelemetry's -1 stands for no limit.
    private static TimeSpan Limit(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds < 0 ? int.MaxValue : milliseconds);
}
