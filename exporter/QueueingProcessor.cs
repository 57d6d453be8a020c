using System.Diagnostics;
using OpenTelemetry;
using ZipkinMesh.Exporter.Reporting;
using ZipkinMesh.Exporter.Spans;

namespace ZipkinMesh.Exporter;

/// <summary>
/// Passes finished spans from OpenTelemetry to the report queue. The thread that ends a span writes its JSON, and only that text is
/// queued. OpenTelemetry's own batch processor queues the objects, which takes three times the memory and burdens the garbage collector.
/// </summary>
internal abstract class QueueingProcessor : BaseProcessor<Activity>
{
    [ThreadStatic]
    private static JsonBuffer? _buffer;

    private readonly ZipkinReporter _reporter;

    protected QueueingProcessor(ZipkinReporter reporter, ReporterStats stats)
    {
        (_reporter, Stats) = (reporter, stats);
        reporter.Start();
    }

    /// <summary>Gets the counts of spans by their fate.</summary>
    protected ReporterStats Stats { get; }

    /// <summary>Writes a span and queues its text. The span has been counted as made.</summary>
    protected void Enqueue(Activity span)
    {
        try
        {
            var json = _buffer ??= new JsonBuffer();
            json.Clear();
            Write(json, span);
            _reporter.Add(json.Written);
        }
        catch (OutOfMemoryException)
        {
            // The request that the span belongs to has succeeded, and must not fail now.
            Stats.AddDropped();
        }
    }

    /// <summary>Writes a span as JSON.</summary>
    protected abstract void Write(JsonBuffer json, Activity span);

    protected override bool OnForceFlush(int timeoutMilliseconds) => _reporter.Flush(Limit(timeoutMilliseconds));

    protected override bool OnShutdown(int timeoutMilliseconds) => _reporter.Stop(Limit(timeoutMilliseconds));

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _reporter.Dispose();
    }

    // OpenTelemetry passes -1 for no limit.
    private static TimeSpan Limit(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds < 0 ? int.MaxValue : milliseconds);
}
