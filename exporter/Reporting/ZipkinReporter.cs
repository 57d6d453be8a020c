using Microsoft.Extensions.Logging;
using OpenTelemetry;

namespace ZipkinMesh.Exporter.Reporting;

/// <summary>
/// Posts reports to the collector, on a thread of its own, and logs the spans that are lost. No exception ends the thread: the spans
/// concerned are counted, and the next report follows.
/// </summary>
internal sealed partial class ZipkinReporter(
    ReportQueue queue,
    ReportDelivery delivery,
    ReporterStats stats,
    ShutdownSignal shutdown,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>The shortest time between two log entries about dropped spans.</summary>
    private static readonly TimeSpan DropInterval = TimeSpan.FromSeconds(10);

    private Thread? _thread;
    private long _loggedDrops;
    private long _lastDropLog;
    private int _hasLoggedTotals;

    /// <summary>Starts the thread.</summary>
    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "Zipkin reporter" };

        // Without the context of the caller, whose span would be the parent of every post.
        _thread.UnsafeStart();
    }

    /// <summary>Posts everything queued, ends the thread, and logs the totals.</summary>
    /// <returns>False when the time limit passed first.</returns>
    public bool Stop(TimeSpan limit)
    {
        shutdown.Begin(limit);
        queue.Complete();
        var hasEnded = _thread!.Join(limit);
        if (!hasEnded)
        {
            queue.Close();
        }

        LogTotalsOnce();
        return hasEnded;
    }

    private void Run()
    {
        // Keeps any HTTP instrumentation of the host from tracing the reports.
        using var untraced = SuppressInstrumentationScope.Begin();
        while (queue.Take() is { } report)
        {
            try
            {
                TellDrops();
                delivery.Deliver(report, TellDrops);
            }
            catch (Exception e)
            {
                stats.AddUnsent(report.Count - delivery.Counted);
                LogFailure(e.GetType().Name);
            }
            finally
            {
                queue.Done(report, delivery.IsAnswered);
            }
        }

        LogTotalsOnce();
    }

    private void TellDrops()
    {
        var dropped = stats.Dropped;
        if (dropped > _loggedDrops && (_loggedDrops == 0 || time.GetElapsedTime(_lastDropLog) >= DropInterval))
        {
            LogDropped(dropped - _loggedDrops);
            (_loggedDrops, _lastDropLog) = (dropped, time.GetTimestamp());
        }
    }

    private void LogTotalsOnce()
    {
        if (Interlocked.Exchange(ref _hasLoggedTotals, 1) != 0 || stats.Made == 0)
        {
            return;
        }

        // Spans of a post that is still under way; only a thread that didn't end in time has any.
        stats.AddUnsent(stats.Waiting);
        if (stats.Failed + stats.Dropped > 0)
        {
            LogLost(stats.Rejected, stats.Unsent, stats.Dropped);
        }

        LogTotals(stats.Sent, stats.Failed, stats.Dropped);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Dropped the {Count} oldest spans: the queue is full.")]
    private partial void LogDropped(long count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Lost a part of a report: {Problem}")]
    private partial void LogFailure(string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Spans lost: rejected by the collector: {Rejected}, unsent at the end: {Unsent}, dropped from the full queue: {Dropped}.")]
    private partial void LogLost(long rejected, long unsent, long dropped);

    [LoggerMessage(Level = LogLevel.Information, Message = "Spans sent: {Sent}, failed: {Failed}, dropped: {Dropped}.")]
    private partial void LogTotals(long sent, long failed, long dropped);
}
