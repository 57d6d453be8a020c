namespace ZipkinMesh.Exporter.Reporting;

/// <summary>
/// Counts spans by their fate. Every finished span is exactly one of sent, rejected, unsent, dropped and still waiting.
/// </summary>
internal sealed class ReporterStats
{
    private long _dropped;
    private long _made;
    private long _rejected;
    private long _sent;
    private long _unsent;
    private long _reportsSent;
    private long _reportsDropped;
    private long _reportsFailed;
    private long _reportsRetried;
    private long _timerFlushes;

    /// <summary>Gets the number of spans that were finished.</summary>
    public long Made => Interlocked.Read(ref _made);

    /// <summary>Gets the number of spans that the collector accepted (Envoy's <c>tracing.zipkin.spans_sent</c>).</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Gets the number of spans that the collector rejected.</summary>
    public long Rejected => Interlocked.Read(ref _rejected);

    /// <summary>Gets the number of spans that couldn't be sent before the process had to exit.</summary>
    public long Unsent => Interlocked.Read(ref _unsent);

    /// <summary>Gets the number of spans that are lost although they were taken from the queue: rejected or unsent.</summary>
    public long Failed => Rejected + Unsent;

    /// <summary>Gets the number of spans that were dropped because the queue was full or the memory ran out.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Gets the number of spans that are queued or being sent.</summary>
    public long Waiting => Made - Sent - Failed - Dropped;

    /// <summary>Gets the number of reports, or parts of one, that the collector accepted.</summary>
    public long ReportsSent => Interlocked.Read(ref _reportsSent);

    /// <summary>Gets the number of reports, or parts of one, that the collector rejected and that are lost.</summary>
    public long ReportsDropped => Interlocked.Read(ref _reportsDropped);

    /// <summary>Gets the number of reports, or parts of one, that couldn't be sent before the process had to exit.</summary>
    public long ReportsFailed => Interlocked.Read(ref _reportsFailed);

    /// <summary>Gets the number of posts that failed and are repeated.</summary>
    public long ReportsRetried => Interlocked.Read(ref _reportsRetried);

    /// <summary>Gets the number of partial reports whose flush interval had passed.</summary>
    public long TimerFlushes => Interlocked.Read(ref _timerFlushes);

    public void AddMade() => Interlocked.Increment(ref _made);

    public void AddDropped() => Interlocked.Increment(ref _dropped);

    public void AddUnsent(long spans) => Interlocked.Add(ref _unsent, spans);

    /// <summary>Counts a report that was accepted, and its spans.</summary>
    public void AddSentReport(long spans)
    {
        Interlocked.Add(ref _sent, spans);
        Interlocked.Increment(ref _reportsSent);
    }

    /// <summary>Counts a report that was rejected, and its spans.</summary>
    public void AddRejectedReport(long spans)
    {
        Interlocked.Add(ref _rejected, spans);
        Interlocked.Increment(ref _reportsDropped);
    }

    /// <summary>Counts a report that couldn't be sent before the process had to exit, and its spans.</summary>
    public void AddUnsentReport(long spans)
    {
        AddUnsent(spans);
        Interlocked.Increment(ref _reportsFailed);
    }

    public void AddRetry() => Interlocked.Increment(ref _reportsRetried);

    public void AddTimerFlush() => Interlocked.Increment(ref _timerFlushes);
}
