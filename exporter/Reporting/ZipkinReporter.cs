using Microsoft.Extensions.Logging;
using OpenTelemetry;

namespace ZipkinMesh.Exporter.Reporting;

/// <summary>
/// Posts reports to the collector, on a thread of its own, and logs the spans that are lost. No exception ends the thread: the spans
/// concerned are counted, and the next report follows.
/// </summary>
internal sealed partial class ZipkinReporter : IDisposable
{
    /// <summary>The shortest time between two log entries about dropped spans.</summary>
    private static readonly TimeSpan DropInterval = TimeSpan.FromSeconds(10);

    private readonly ReportQueue _queue;
    private readonly ReportDelivery _delivery;
    private readonly ReporterStats _stats;
    private readonly ShutdownSignal _shutdown;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Thread _thread;

    private long _loggedDrops;
    private long _lastDropLog;
    private int _hasLoggedTotals;

    public ZipkinReporter(QueueLimits limits, ISpanSender sender, ReporterStats stats, TimeProvider time, ILogger logger)
    {
        (_stats, _time, _logger) = (stats, time, logger);
        _queue = new ReportQueue(limits, stats);
        _shutdown = new ShutdownSignal(time);
        _delivery = new ReportDelivery(sender, stats, _shutdown, logger);
        _thread = new Thread(Run) { IsBackground = true, Name = "Zipkin reporter" };
    }

    /// <summary>Starts the thread, without the context of the caller, whose span would be the parent of every post.</summary>
    public void Start() => _thread.UnsafeStart();

    /// <summary>Queues a span that was counted as made.</summary>
    public void Add(ReadOnlySpan<byte> span) => _queue.Add(span);

    /// <summary>Posts everything queued and waits for it.</summary>
    /// <returns>False when the time limit passed first.</returns>
    public bool Flush(TimeSpan limit) => _queue.Flush(limit);

    /// <summary>Posts everything queued, ends the thread, and logs the totals.</summary>
    /// <returns>False when the time limit passed first.</returns>
    public bool Stop(TimeSpan limit)
    {
        _shutdown.Begin(limit);
        _queue.Complete();
        var hasEnded = _thread.Join(limit);
        if (!hasEnded)
        {
            _queue.Close();
        }

        LogTotalsOnce();
        return hasEnded;
    }

    public void Dispose() => _shutdown.Dispose();

    private void Run()
    {
        // Keeps any HTTP instrumentation of the host from tracing the reports.
        using var untraced = SuppressInstrumentationScope.Begin();
        while (_queue.Take() is { } report)
        {
            try
            {
                TellDrops();
                _delivery.Deliver(report, TellDrops);
            }
            catch (Exception e)
            {
                _stats.AddUnsent(report.Count - _delivery.Counted);
                LogFailure(e.GetType().Name);
            }
            finally
            {
                _queue.Done(report, _delivery.IsAnswered);
            }
        }

        LogTotalsOnce();
    }

    private void TellDrops()
    {
        var dropped = _stats.Dropped;
        if (dropped > _loggedDrops && (_loggedDrops == 0 || _time.GetElapsedTime(_lastDropLog) >= DropInterval))
        {
            LogDropped(dropped - _loggedDrops);
            (_loggedDrops, _lastDropLog) = (dropped, _time.GetTimestamp());
        }
    }

    private void LogTotalsOnce()
    {
        if (Interlocked.Exchange(ref _hasLoggedTotals, 1) != 0 || _stats.Made == 0)
        {
            return;
        }

        // Spans of a post that is still under way; only a thread that didn't end in time has any.
        _stats.AddUnsent(_stats.Waiting);
        if (_stats.Failed + _stats.Dropped > 0)
        {
            LogLost(_stats.Rejected, _stats.Unsent, _stats.Dropped);
        }

        LogTotals(_stats.Sent, _stats.Failed, _stats.Dropped);
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
