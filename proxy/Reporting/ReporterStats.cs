namespace ZipkinMesh.Proxy.Reporting;

/// <summary>Counts spans by their fate. Every finished span is exactly one of sent, failed, dropped and still queued.</summary>
internal sealed class ReporterStats
{
    private long _dropped;
    private long _failed;
    private long _sent;

    /// <summary>Gets the number of spans that the collector accepted (Envoy's <c>tracing.zipkin.spans_sent</c>).</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Gets the number of spans that the collector rejected, or that couldn't be sent before the process had to exit.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Gets the number of spans that were dropped because the queue was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public void AddSent(long spans) => Interlocked.Add(ref _sent, spans);

    public void AddFailed(long spans) => Interlocked.Add(ref _failed, spans);

    public void AddDropped() => Interlocked.Increment(ref _dropped);
}
