using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// The distinct spans whose trace ids have the same low 64 bits, and summaries that let a search skip them. Guarded by the lock of the
/// store.
/// </summary>
internal sealed class StoredTrace(ulong low)
{
    // A larger trace gets an index of its spans by hash: scanning all spans for a duplicate would take longer and longer.
    private const int MaxScannedSpans = 32;

    // This object with its entries in the tables of the store; an entry in the index of a service; an entry in the index of spans.
    private const int FixedBytes = 400;
    private const int ServiceBytes = 64;
    private const int OffsetBytes = 32;

    private readonly List<ServiceNames> _services = new(4);
    private byte[] _bytes = [];
    private int _length;
    private Dictionary<int, int>? _offsets;

    // The earliest millisecond of the spans; a span without timestamp counts as 0.
    private long _firstMs = long.MaxValue;
    private long _longest;
    private BloomFilter _filter;

    public ulong Low => low;

    public int Count { get; private set; }

    /// <summary>
    /// Gets the earliest timestamp in microseconds. A span without one counts as 0, so its trace is evicted first. A span from the future
    /// counts as one that has just happened, so that it is evicted when its time has come.
    /// </summary>
    public long Oldest { get; private set; } = long.MaxValue;

    /// <summary>Gets the latest millisecond of the spans; a span without timestamp counts as 0.</summary>
    public long LastMs { get; private set; } = long.MinValue;

    /// <summary>Gets or sets the index in the list of the store.</summary>
    public int Index { get; set; }

    public IReadOnlyList<ServiceNames> Services => _services;

    /// <summary>Gets the approximate size in memory.</summary>
    public long Bytes => FixedBytes + _bytes.Length + (_services.Count * ServiceBytes) + (_offsets is null ? 0 : (long)Count * OffsetBytes);

    public PackedTrace Packed => new(low, _bytes, _length);

    /// <summary>Adds a span; returns false for a duplicate. <paramref name="arrival"/> is the time of arrival in microseconds.</summary>
    public bool Add(Span span, SpanPacker packer, long arrival)
    {
        packer.Pack(span, ref _filter);
        var packed = packer.Packed;
        if (Contains(packed))
        {
            return false;
        }

        if (_length + packed.Length > _bytes.Length)
        {
            // Grows by a quarter instead of doubling: most traces are small and soon complete, and unused capacity is wasted memory.
            Array.Resize(ref _bytes, (int)Math.Min((long)_length + packed.Length + (_length / 4), Array.MaxLength));
        }

        packed.CopyTo(_bytes.AsSpan(_length));
        _offsets?.TryAdd(Hash(packed), _length);
        _length += packed.Length;
        Count++;
        Oldest = Math.Min(Oldest, Math.Min(span.Timestamp, arrival));
        _firstMs = Math.Min(_firstMs, span.Timestamp / 1000);
        LastMs = Math.Max(LastMs, span.Timestamp / 1000);
        _longest = Math.Max(_longest, span.Duration);
        return true;
    }

    /// <summary>Adds the trace to the index entry of a service.</summary>
    public void AddTo(ServiceNames service)
    {
        if (service.Traces.Add(this))
        {
            _services.Add(service);
        }
    }

    /// <summary>Returns false only when no span can be in the window.</summary>
    public bool MayOverlap(TimeWindow window) => _firstMs <= window.ToMs && LastMs >= window.FromMs;

    /// <summary>Returns false only when the trace can't match.</summary>
    public bool MayMatch(TraceQuery query, ReadOnlySpan<uint> hashes)
    {
        if (!MayOverlap(query.Window) || _longest < query.MinDuration)
        {
            return false;
        }

        foreach (var hash in hashes)
        {
            if (!_filter.MayContain(hash))
            {
                return false;
            }
        }

        return true;
    }

    private bool Contains(ReadOnlySpan<byte> packed)
    {
        if (Count >= MaxScannedSpans)
        {
            _offsets ??= BuildIndex();
            if (!_offsets.TryGetValue(Hash(packed), out var offset))
            {
                return false;
            }

            if (IsAt(offset, packed))
            {
                return true;
            }
        }

        for (var offset = 0; offset < _length; offset += new PackedSpan(_bytes.AsSpan(offset)).Length)
        {
            if (IsAt(offset, packed))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsAt(int offset, ReadOnlySpan<byte> packed) => _bytes.AsSpan(offset, _length - offset).StartsWith(packed);

    private Dictionary<int, int> BuildIndex()
    {
        var offsets = new Dictionary<int, int>();
        for (var offset = 0; offset < _length;)
        {
            var length = new PackedSpan(_bytes.AsSpan(offset)).Length;
            offsets.TryAdd(Hash(_bytes.AsSpan(offset, length)), offset);
            offset += length;
        }

        return offsets;
    }

    private static int Hash(ReadOnlySpan<byte> packed)
    {
        var hash = default(HashCode);
        hash.AddBytes(packed);
        return hash.ToHashCode();
    }
}
