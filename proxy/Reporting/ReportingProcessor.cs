using System.Diagnostics;
using OpenTelemetry;
using ZipkinMesh.Exporter.Reporting;
using ZipkinMesh.Exporter.Spans;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Reporting;

/// <summary>
/// Passes finished spans from OpenTelemetry to the report queue. The thread that ends a span writes its JSON, and only that text is
/// queued. OpenTelemetry's own batch processor queues the objects, which takes three times the memory and burdens the garbage collector.
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
    private readonly OverloadState _overload;

    public ReportingProcessor(
        ReportQueue queue, ZipkinReporter reporter, ZipkinJson json, ActivitySource source, ReporterStats stats, OverloadState overload)
    {
        (_queue, _reporter, _json, _source, _stats, _overload) = (queue, reporter, json, source, stats, overload);
        reporter.Start();
    }

    public override void OnEnd(Activity data)
    {
        // Another host in this process has a source of the same name.
        if (!ReferenceEquals(data.Source, _source) || SpanIdentity.OfEndingSpan is not { } identity)
        {
            return;
        }

        _stats.AddMade();
        if (_overload.ShedsSpans)
        {
            _stats.AddDropped();
            return;
        }

        try
        {
            var json = _buffer ??= new JsonBuffer();
            json.Clear();
            _json.Write(json, data, identity);
            _queue.Add(json.Written);
        }
        catch (OutOfMemoryException)
        {
            // The request that the span belongs to has succeeded, and must not fail now.
            _stats.AddDropped();
        }
    }

    protected override bool OnForceFlush(int timeoutMilliseconds) => _queue.Flush(Limit(timeoutMilliseconds));

    protected override bool OnShutdown(int timeoutMilliseconds) => _reporter.Stop(Limit(timeoutMilliseconds));

    // OpenTelemetry passes -1 for no limit.
    private static TimeSpan Limit(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds < 0 ? int.MaxValue : milliseconds);
}
