using Microsoft.Extensions.Logging;
using OpenTelemetry;

namespace ZipkinMesh.Proxy.Reporting;

/// <summary>
/// Posts reports to the collector, on a thread of its own. One that fails is posted again, with growing pauses, until the collector
/// takes it or the process has to end: Envoy drops it.
/// </summary>
internal sealed partial class ZipkinReporter(
    ReportQueue queue,
    ZipkinSender collector,
    ReporterStats stats,
    ShutdownSignal shutdown,
    ILogger<ZipkinReporter> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private Thread? _thread;

    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "Zipkin reporter" };
        _thread.Start();
    }

    /// <summary>Posts what is waiting, and ends.</summary>
    /// <returns>False when the time was not enough.</returns>
    public bool Stop(TimeSpan limit)
    {
        queue.End();
        return _thread!.Join(limit);
    }

    private void Run()
    {
        // Whatever else a host may have OpenTelemetry trace.
        using var untraced = SuppressInstrumentationScope.Begin();
        while (queue.Take() is { } report)
        {
            if (Post(report.End(), report.Count))
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
            var answer = collector.Post(spans);
            if (answer.Taken)
            {
                if (attempt > 1)
                {
                    LogTakenAtLast(count, attempt);
                }

                return true;
            }

            if (!answer.WorthAnotherTry || shutdown.HasPassed)
            {
                LogLost(count, answer.Problem);
                return false;
            }

            if (attempt == 1)
            {
                LogWaiting(count, answer.Problem);
            }

            shutdown.Wait(pause);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Spans wait, {Count} in this report: {Problem}")]
    private partial void LogWaiting(int count, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "Spans sent, {Count} in this report, at attempt {Attempt}")]
    private partial void LogTakenAtLast(int count, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "Spans lost, {Count} in this report: {Problem}")]
    private partial void LogLost(int count, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "Spans sent {Sent}, failed {Failed}, dropped {Dropped}")]
    private partial void LogTotals(long sent, long failed, long dropped);
}
