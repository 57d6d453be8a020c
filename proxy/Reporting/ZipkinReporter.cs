using Microsoft.Extensions.Logging;
using OpenTelemetry;

namespace ZipkinMesh.Proxy.Reporting;

/// <summary>
/// Posts reports to the collector, on a thread of its own. A report that fails is retried, with growing pauses, until the collector
/// accepts it or the process has to exit. Envoy drops it.
/// </summary>
internal sealed partial class ZipkinReporter(
    ReportQueue queue,
    ZipkinSender sender,
    ReporterStats stats,
    ShutdownSignal shutdown,
    ILogger<ZipkinReporter> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private Thread? _thread;

    /// <summary>Starts the thread.</summary>
    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "Zipkin reporter" };
        _thread.Start();
    }

    /// <summary>Posts everything queued, and ends the thread.</summary>
    /// <returns>False when the time limit passed first.</returns>
    public bool Stop(TimeSpan limit)
    {
        queue.Complete();
        return _thread!.Join(limit);
    }

    private void Run()
    {
        // Keeps any HTTP instrumentation of the host from tracing the reports.
        using var untraced = SuppressInstrumentationScope.Begin();
        while (queue.Take() is { } report)
        {
            if (Post(report.Complete(), report.Count))
            {
                stats.AddSent(report.Count);
            }
            else
            {
                stats.AddFailed(report.Count);
            }

            queue.Done(report);
        }

        if (stats.Sent + stats.Failed + stats.Dropped > 0)
        {
            LogTotals(stats.Sent, stats.Failed, stats.Dropped);
        }
    }

    private bool Post(ReadOnlyMemory<byte> spans, int count)
    {
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            var result = sender.Post(spans);
            if (result.IsAccepted)
            {
                if (attempt > 1)
                {
                    LogAccepted(count, attempt);
                }

                return true;
            }

            if (!result.IsRetriable || shutdown.HasPassed)
            {
                LogLost(count, result.Problem);
                return false;
            }

            if (attempt == 1)
            {
                LogRetrying(count, result.Problem);
            }

            shutdown.Wait(pause);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Collector unavailable; retrying a report of {Count} spans: {Problem}")]
    private partial void LogRetrying(int count, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "Collector available; sent a report of {Count} spans at attempt {Attempt}.")]
    private partial void LogAccepted(int count, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "Lost a report of {Count} spans: {Problem}")]
    private partial void LogLost(int count, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "Spans sent: {Sent}, failed: {Failed}, dropped: {Dropped}.")]
    private partial void LogTotals(long sent, long failed, long dropped);
}
