using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// A snapshot of the packed spans of a trace, one after the other, which can be read without a lock: these bytes never change, and later
/// spans are appended behind them or in a new array.
/// </summary>
/// <param name="low">The low half of the trace ids.</param>
/// <param name="bytes">The spans.</param>
/// <param name="length">The length of the spans.</param>
/// <param name="offsets">The offsets of the spans that belong to the trace; null when all do.</param>
internal readonly struct PackedTrace(ulong low, byte[] bytes, int length, List<int>? offsets = null)
{
    /// <summary>Gets the low half of the trace ids.</summary>
    public ulong Low => low;

    /// <summary>Reads the next span. The position begins at 0.</summary>
    public bool TryRead(ref int position, out PackedSpan span)
    {
        if (position >= (offsets?.Count ?? length))
        {
            span = default;
            return false;
        }

        var offset = offsets is null ? position : offsets[position];
        span = new PackedSpan(bytes.AsSpan(offset, length - offset));
        position += offsets is null ? span.Length : 1;
        return true;
    }

    /// <summary>Returns the traces with different high halves of the id, in the order of their first spans; nearly always one.</summary>
    public IEnumerable<PackedTrace> Split()
    {
        var parts = new Dictionary<ulong, List<int>>(IdComparer.Instance);
        var (position, offset, isOne, first) = (0, 0, true, 0UL);
        for (; TryRead(ref position, out var span); offset = position)
        {
            first = offset == 0 ? span.TraceIdHigh : first;
            if (isOne && span.TraceIdHigh == first)
            {
                continue;
            }

            if (isOne)
            {
                // All spans so far have the first half.
                isOne = false;
                parts.Add(first, OffsetsUntil(offset));
            }

            if (!parts.TryGetValue(span.TraceIdHigh, out var part))
            {
                parts.Add(span.TraceIdHigh, part = []);
            }

            part.Add(offset);
        }

        return isOne ? [this] : Parts(parts.Values);
    }

    /// <summary>Returns the spans with this high half of the trace id.</summary>
    public PackedTrace Part(ulong high)
    {
        List<int> part = [];
        var (position, offset) = (0, 0);
        for (; TryRead(ref position, out var span); offset = position)
        {
            if (span.TraceIdHigh == high)
            {
                part.Add(offset);
            }
        }

        return new(low, bytes, length, part);
    }

    /// <summary>Unpacks the spans one by one.</summary>
    public IEnumerable<Span> Unpack(StringTables tables)
    {
        for (var position = 0; UnpackNext(ref position, tables) is { } span;)
        {
            yield return span;
        }
    }

    private Span? UnpackNext(ref int position, StringTables tables) => TryRead(ref position, out var span) ? span.Unpack(low, tables) : null;

    private List<int> OffsetsUntil(int end)
    {
        List<int> offsets = [];
        for (int position = 0, offset = 0; position < end; offset = position)
        {
            TryRead(ref position, out _);
            offsets.Add(offset);
        }

        return offsets;
    }

    private List<PackedTrace> Parts(IEnumerable<List<int>> parts)
    {
        List<PackedTrace> traces = [];
        foreach (var part in parts)
        {
            traces.Add(new(low, bytes, length, part));
        }

        return traces;
    }
}
