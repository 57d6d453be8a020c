using ZipkinMesh.Zipkin.Codecs;
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
        var spans = SpanBytesDecoder.Decode(message, encoding);
        var sampled = sampler.Sample(spans);
        metrics.AddSpans(spans.Count, spans.Count - sampled.Count);
        store.Add(sampled);
    }
}
