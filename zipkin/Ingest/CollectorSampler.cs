using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Ingest;

/// <summary>
/// Keeps a share of the traces. The decision depends on the trace id alone, so every server with the same rate keeps the same traces: a
/// trace is kept when the absolute value of the low 64 bits of its id, read as a signed number, is at most <paramref name="rate"/> times
/// the largest such number. Debug spans are always kept.
/// </summary>
/// <param name="rate">The share of traces to keep, 0.0 to 1.0.</param>
internal sealed class CollectorSampler(double rate)
{
    private readonly long _boundary = rate >= 1 ? long.MaxValue : (long)(long.MaxValue * rate);

    /// <summary>Returns the sampled spans: the same list when the rate is 1.</summary>
    public List<Span> Sample(List<Span> spans) => _boundary == long.MaxValue ? spans : spans.FindAll(IsSampled);

    private bool IsSampled(Span span)
    {
        if (span.Debug)
        {
            return true;
        }

        var id = (long)span.TraceId.Low;
        // long.MinValue has no absolute value.
        return Math.Abs(Math.Max(id, -long.MaxValue)) <= _boundary;
    }
}
