using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// A snapshot of the packed spans of a trace, one after the other, which can be read without a lock: these bytes never change, and later
/// spans are appended behind them or in a new array.
/// </summary>
internal readonly struct PackedTrace(ulong low, byte[] bytes, int length)
{
    /// <summary>Gets the low half of the trace ids.</summary>
    public ulong Low => low;

    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, length);

    /// <summary>Returns the distinct high halves of the trace ids; nearly always one.</summary>
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

    /// <summary>Returns the spans, or only those with the given high half of the trace id.</summary>
    public Span[] Unpack(StringTables tables, ulong? high = null)
    {
        var spans = new List<Span>();
        for (var rest = Bytes; !rest.IsEmpty;)
        {
            var span = new PackedSpan(rest);
            rest = rest[span.Length..];
            if (high is null || high == span.TraceIdHigh)
            {
                spans.Add(span.Unpack(low, tables));
            }
        }

        return [.. spans];
    }
}
