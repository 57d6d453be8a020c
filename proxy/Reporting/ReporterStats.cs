namespace ZipkinMesh.Proxy.Reporting;

/// <summary>What became of the spans. Every finished span is in exactly one of sent, failed, dropped and waiting.</summary>
internal sealed class ReporterStats
{
    private long _dropped;
    private long _failed;
    private long _sent;

    /// <summary>Spans the collector took (Envoy's tracing.zipkin.spans_sent).</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Spans the collector refused, or that could not be sent before the process had to end.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Spans that found the queue full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public void AddSent(long spans) => Interlocked.Add(ref _sent, spans);

    public void AddFailed(long spans) => Interlocked.Add(ref _failed, spans);

    public void AddDropped() => Interlocked.Increment(ref _dropped);
}
