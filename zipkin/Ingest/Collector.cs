using ZipkinMesh.Zipkin.Codecs;
using ZipkinMesh.Zipkin.Codecs.Otlp;
using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Storage;

namespace ZipkinMesh.Zipkin.Ingest;

/// <summary>
/// Decodes, samples and stores the spans of a message. The transport reads the message and reports the result to the sender.
/// </summary>
internal sealed class Collector(SpanStore store, CollectorSampler sampler, CollectorMetrics metrics)
{
    /// <summary>Frees memory: evicts the older half of the stored spans.</summary>
    public void FreeMemory() => store.EvictHalf();

    /// <summary>Stores the spans of a message: all of them, or none when one of them is invalid.</summary>
    /// <exception cref="InvalidSpanException"/>
    /// <exception cref="MessageTooLargeException"/>
    public void Accept(ReadOnlySpan<byte> message, SpanEncoding encoding)
    {
        // Tracers send an empty list to check whether the collector is reachable.
        if (message.IsEmpty || message.SequenceEqual("[]"u8))
        {
            return;
        }

        metrics.AddBytes(message.Length);
        Store(SpanBytesDecoder.Decode(message, encoding));
    }

    /// <summary>Stores the spans of an OTLP message, except for invalid ones, which are returned in the result.</summary>
    /// <exception cref="InvalidSpanException">The message can't be read, or all of its spans are invalid.</exception>
    /// <exception cref="MessageTooLargeException"/>
    public OtlpSpans AcceptOtlp(ReadOnlySpan<byte> message, bool isJson)
    {
        metrics.AddBytes(message.Length);
        var spans = OtlpDecoder.Decode(message, isJson);
        Store(spans.Spans, spans.Rejected);
        return spans;
    }

    private void Store(List<Span> spans, int rejected = 0)
    {
        var sampled = sampler.Sample(spans);
        metrics.AddSpans(spans.Count + rejected, spans.Count - sampled.Count + rejected);
        store.Add(sampled);
    }
}
