using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Storage.Packing;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// The bytes of all packed spans, in chunks. Spans are appended in the order of their arrival, and each refers to the span before it in its
/// trace, so that a trace costs no array of its own:
/// <code>
/// distance to the previous span of the trace (zigzag varint; 0 for the first span), then the span as in PackedSpan
/// </code>
/// Written bytes never change. A chunk is released when none of its spans is stored any more; those who read it keep it alive. Guarded by
/// the lock of the store, except for the bytes.
/// </summary>
internal sealed class SpanLog
{
    private const int MaxChunkBits = 20;
    private const int MinChunkBits = 12;

    // Fewer chunks would be a larger step when one of them is released.
    private const int MinChunks = 32;

    private readonly List<int> _live = [];
    private readonly Stack<int> _free = new();
    private int _current = -1;
    private int _position;

    /// <param name="maxBytes">The limit of the store, which small chunks fit into.</param>
    public SpanLog(long maxBytes)
    {
        ChunkBits = MaxChunkBits;
        while (ChunkBits > MinChunkBits && (1L << ChunkBits) * MinChunks > maxBytes)
        {
            ChunkBits--;
        }
    }

    /// <summary>Gets the binary logarithm of the size of a chunk.</summary>
    public int ChunkBits { get; }

    /// <summary>Gets the chunks, null where one was released. The array is replaced, never changed, so a reader needs no lock.</summary>
    public byte[]?[] Chunks { get; private set; } = [];

    /// <summary>Gets the size of all chunks.</summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>Gets the size of the stored spans.</summary>
    public long LiveBytes { get; private set; }

    private int ChunkSize => 1 << ChunkBits;

    /// <summary>Appends a packed span and returns its address.</summary>
    /// <param name="previous">The address of the previous span of the trace; -1 when there is none.</param>
    /// <param name="span">The packed span.</param>
    public long Append(long previous, ReadOnlySpan<byte> span)
    {
        var size = Varint.MaxBytes + span.Length;
        // A large span has a chunk of its own; the rest of the current one stays in use.
        var isLarge = size > ChunkSize / 4;
        if (!isLarge && (_current < 0 || _position + size > ChunkSize))
        {
            (_current, _position) = (Allocate(ChunkSize), 0);
        }

        var (number, offset) = isLarge ? (Allocate(size), 0) : (_current, _position);
        var address = ((long)number << ChunkBits) + offset;
        var block = Chunks[number].AsSpan(offset);
        var length = Varint.Write(block, previous < 0 ? 0 : Varint.ZigZag(address - previous));
        span.CopyTo(block[length..]);
        length += span.Length;
        _live[number] += length;
        LiveBytes += length;
        _position += isLarge ? 0 : length;
        return address;
    }

    /// <summary>Releases a span that is no longer stored.</summary>
    public void Release(long address)
    {
        var number = (int)(address >> ChunkBits);
        var length = PackedTrace.BlockLength(Chunks, ChunkBits, address);
        LiveBytes -= length;
        _live[number] -= length;
        if (_live[number] == 0 && number != _current)
        {
            var bytes = Chunks[number]!.Length;
            AllocatedBytes -= bytes;
            Replace(number, null);
            ReleasedMemory.Add(bytes);
            _free.Push(number);
        }
    }

    /// <summary>Returns a trace as it is now.</summary>
    public PackedTrace Trace(ref readonly TraceState state) => new(state.Low, Chunks, ChunkBits, state.Last);

    /// <summary>Gets the part of a chunk that contains no stored spans, from 0 to 1; 0 for the chunk that is being filled.</summary>
    public double Waste(int chunk) => Chunks[chunk] is { } bytes && chunk != _current ? 1 - ((double)_live[chunk] / bytes.Length) : 0;

    /// <summary>Gets the size of the stored spans of a chunk.</summary>
    public int LiveBytesOf(int chunk) => _live[chunk];

    private int Allocate(int size)
    {
        if (!_free.TryPop(out var number))
        {
            number = _live.Count;
            _live.Add(0);
        }

        Replace(number, GC.AllocateUninitializedArray<byte>(size));
        AllocatedBytes += size;
        return number;
    }

    private void Replace(int number, byte[]? chunk)
    {
        var chunks = new byte[]?[Math.Max(Chunks.Length, number + 1)];
        Chunks.CopyTo(chunks, 0);
        chunks[number] = chunk;
        Chunks = chunks;
    }
}
