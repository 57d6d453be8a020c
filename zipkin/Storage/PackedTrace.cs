using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// The spans of a trace as they were when it was asked for, one after the other as <see cref="PackedSpan"/> reads them. What is there never
/// changes; what comes later is behind the end, or in other memory. So nobody needs a lock to read it.
/// </summary>
internal readonly struct PackedTrace(ulong low, byte[] bytes, int length)
{
    /// <summary>The low half of the trace ids.</summary>
    public ulong Low => low;

    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, length);

    /// <summary>The upper halves of the trace ids, each once; nearly always one.</summary>
    public List<ulong> Highs()
    {
        var highs = new List<ulong>(1);
        for (var rest = Bytes; !rest.IsEmpty;)
        {
            var span = new PackedSpan(rest);
            if (highs.Count == 0 || (highs[^1] != span.TraceIdHigh && !highs.Contains(span.TraceIdHigh)))
            {
                highs.Add(span.TraceIdHigh);
            }

            rest = rest[span.Length..];
        }

        return highs;
    }

    /// <summary>Its spans; when an upper half of the id is given, those that have it.</summary>
    public Span[] Unpack(Vocabulary vocabulary, ulong? high = null)
    {
        var spans = new List<Span>();
        for (var rest = Bytes; !rest.IsEmpty;)
        {
            var span = new PackedSpan(rest);
            rest = rest[span.Length..];
            if (high is null || high == span.TraceIdHigh)
            {
                spans.Add(span.Unpack(low, vocabulary));
            }
        }

        return [.. spans];
    }
}
