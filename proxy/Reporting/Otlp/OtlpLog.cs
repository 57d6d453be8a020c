using Microsoft.Extensions.Logging;

namespace ZipkinMesh.Proxy.Reporting.Otlp;

/// <summary>Logs the spans that the OTLP exporter loses, at most every 10 s, and the totals at the end.</summary>
internal sealed partial class OtlpLog(OtlpCounters counters, ExportProblem problem, TimeProvider time, ILogger<OtlpLog> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private long _loggedFailures;
    private long _loggedDrops;
    private long _lastLog;

    /// <summary>Logs what has been lost since the last entry. Only the thread of the exporter calls it.</summary>
    public void TellLosses()
    {
        var (failed, dropped) = (counters.Failed, counters.Dropped);
        if (failed + dropped == _loggedFailures + _loggedDrops || (_lastLog != 0 && time.GetElapsedTime(_lastLog) < Interval))
        {
            return;
        }

        if (failed > _loggedFailures)
        {
            LogFailed(failed - _loggedFailures, problem.Text);
        }

        if (dropped > _loggedDrops)
        {
            LogDropped(dropped - _loggedDrops);
        }

        (_loggedFailures, _loggedDrops, _lastLog) = (failed, dropped, time.GetTimestamp());
    }

    /// <summary>Logs the totals.</summary>
    public void TellTotals()
    {
        if (counters.Made == 0)
        {
            return;
        }

        if (counters.Failed + counters.Unsent + counters.Dropped > 0)
        {
            LogLost(counters.Failed, counters.Unsent, counters.Dropped);
        }

        LogTotals(counters.Sent, counters.Failed + counters.Unsent, counters.Dropped);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "OTLP: lost {Count} spans that the collector didn't accept: {Problem}")]
    private partial void LogFailed(long count, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "OTLP: dropped {Count} spans: the queue is full.")]
    private partial void LogDropped(long count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "OTLP: spans lost: not accepted by the collector: {Failed}, unsent at the end: {Unsent}, dropped from the full queue: {Dropped}.")]
    private partial void LogLost(long failed, long unsent, long dropped);

    [LoggerMessage(Level = LogLevel.Information, Message = "OTLP: spans sent: {Sent}, failed: {Failed}, dropped: {Dropped}.")]
    private partial void LogTotals(long sent, long failed, long dropped);
}
