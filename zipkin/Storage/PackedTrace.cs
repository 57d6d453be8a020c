using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Storage.Packing;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// A snapshot of the packed spans of a trace, which can be read without a lock: their bytes never change, and later spans are appended
/// elsewhere.
/// </summary>
/// <param name="low">The low half of the trace ids.</param>
/// <param name="chunks">The chunks of the <see cref="SpanLog"/>.</param>
/// <param name="chunkBits">The binary logarithm of the size of a chunk.</param>
/// <param name="last">The address of the last span.</param>
/// <param name="addresses">The addresses of the spans that belong to the trace, from the last to the first; null when all do.</param>
internal readonly struct PackedTrace(ulong low, byte[]?[] chunks, int chunkBits, long last, List<long>? addresses = null)
{
    /// <summary>Gets the low half of the trace ids.</summary>
    public ulong Low => low;

    /// <summary>Gets the position at which reading begins.</summary>
    public long Start => addresses is null ? last : 0;

    /// <summary>Returns the length of a span with the distance in front of it.</summary>
    public static int BlockLength(byte[]?[] chunks, int chunkBits, long address)
    {
        var block = Block(chunks, chunkBits, address);
        var position = 0;
        Varint.Read(block, ref position);
        return position + new PackedSpan(block[position..]).Length;
    }

    /// <summary>Reads the spans from the last to the first. The position begins at <see cref="Start"/>.</summary>
    public bool TryRead(ref long position, out PackedSpan span) => TryRead(ref position, out span, out _);

    /// <summary>Reads the spans from the last to the first, with their addresses.</summary>
    public bool TryRead(ref long position, out PackedSpan span, out long address)
    {
        if (position < 0 || position == addresses?.Count)
        {
            span = default;
            address = -1;
            return false;
        }

        address = addresses is null ? position : addresses[(int)position];
        var block = Block(chunks, chunkBits, address);
        var start = 0;
        var distance = Varint.Read(block, ref start);
        span = new PackedSpan(block[start..]);
        position = addresses is not null ? position + 1 : distance == 0 ? -1 : address - Varint.UnZigZag(distance);
        return true;
    }

    /// <summary>Returns the traces with different high halves of the id; nearly always one.</summary>
    public IEnumerable<PackedTrace> Split()
    {
        ulong? first = null;
        for (var position = Start; TryRead(ref position, out var span);)
        {
            first ??= span.TraceIdHigh;
            if (span.TraceIdHigh != first)
            {
                return Parts();
            }
        }

        return [this];
    }

    /// <summary>Returns the spans with this high half of the trace id.</summary>
    public PackedTrace Part(ulong high)
    {
        List<long> part = [];
        for (var position = Start; TryRead(ref position, out var span, out var address);)
        {
            if (span.TraceIdHigh == high)
            {
                part.Add(address);
            }
        }

        return new(low, chunks, chunkBits, last, part);
    }

    /// <summary>Returns the addresses of the spans in the order of their arrival.</summary>
    public List<long> Addresses()
    {
        var all = new List<long>(addresses?.Count ?? 8);
        for (var position = Start; TryRead(ref position, out _, out var address);)
        {
            all.Add(address);
        }

        all.Reverse();
        return all;
    }

    /// <summary>Returns the bytes of the span at an address.</summary>
    public ReadOnlySpan<byte> BytesAt(long address)
    {
        var block = Block(chunks, chunkBits, address);
        var start = 0;
        Varint.Read(block, ref start);
        return block.Slice(start, new PackedSpan(block[start..]).Length);
    }

    /// <summary>Unpacks the spans one by one, in the order of their arrival.</summary>
    public IEnumerable<Span> Unpack(StringTables tables)
    {
        foreach (var address in Addresses())
        {
            yield return new PackedSpan(BytesAt(address)).Unpack(low, tables);
        }
    }

    private List<PackedTrace> Parts()
    {
        var parts = new Dictionary<ulong, List<long>>(IdComparer.Instance);
        for (var position = Start; TryRead(ref position, out var span, out var address);)
        {
            if (!parts.TryGetValue(span.TraceIdHigh, out var part))
            {
                parts.Add(span.TraceIdHigh, part = []);
            }

            part.Add(address);
        }

        List<PackedTrace> traces = [];
        foreach (var part in parts.Values)
        {
            traces.Add(new(low, chunks, chunkBits, last, part));
        }

        return traces;
    }

    private static ReadOnlySpan<byte> Block(byte[]?[] chunks, int chunkBits, long address) =>
        chunks[(int)(address >> chunkBits)].AsSpan((int)(address & ((1L << chunkBits) - 1)));
}
