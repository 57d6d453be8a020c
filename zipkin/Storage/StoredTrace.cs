using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// The spans whose trace ids have the same low 64 bits, each once, and what a search needs to pass them over. Belongs to the storage's
/// lock.
/// </summary>
internal sealed class StoredTrace(ulong low)
{
    // Of a larger trace the places are kept by hash, so that it does not take longer and longer to see that a span is new.
    private const int FewSpans = 32;

    private readonly List<ServiceNames> _services = new(4);
    private byte[] _bytes = [];
    private int _length;
    private Dictionary<int, int>? _places;

    // Earliest and latest millisecond of the spans, 0 for one without a timestamp.
    private long _firstMs = long.MaxValue;
    private long _longest;
    private TraceSignature _signature;

    public ulong Low => low;

    public int Count { get; private set; }

    /// <summary>The earliest timestamp in microseconds; a span without one counts as 0, so its trace goes first.</summary>
    public long Oldest { get; private set; } = long.MaxValue;

    public long LastMs { get; private set; } = long.MinValue;

    /// <summary>Where it stands in the storage's list.</summary>
    public int Index { get; set; }

    public IReadOnlyList<ServiceNames> Services => _services;

    public PackedTrace Packed => new(low, _bytes, _length);

    /// <summary>False when it is there already.</summary>
    public bool Add(Span span, SpanPacker packer)
    {
        packer.Pack(span, ref _signature);
        var packed = packer.Packed;
        if (Holds(packed))
        {
            return false;
        }

        if (_length + packed.Length > _bytes.Length)
        {
            // A quarter more, not twice as much: most traces are small and soon complete, and room that is not used costs all the same.
            Array.Resize(ref _bytes, (int)Math.Min((long)_length + packed.Length + (_length / 4), Array.MaxLength));
        }

        packed.CopyTo(_bytes.AsSpan(_length));
        _places?.TryAdd(Hash(packed), _length);
        _length += packed.Length;
        Count++;
        Oldest = Math.Min(Oldest, span.Timestamp);
        _firstMs = Math.Min(_firstMs, span.Timestamp / 1000);
        LastMs = Math.Max(LastMs, span.Timestamp / 1000);
        _longest = Math.Max(_longest, span.Duration);
        return true;
    }

    /// <summary>Both know of each other from now on.</summary>
    public void Join(ServiceNames service)
    {
        if (service.Traces.Add(this))
        {
            _services.Add(service);
        }
    }

    /// <summary>False only when no span can be in the window.</summary>
    public bool MayTouch(TimeWindow window) => _firstMs <= window.ToMs && LastMs >= window.FromMs;

    /// <summary>False only when it can't match.</summary>
    public bool MayMatch(TraceQuery query, ReadOnlySpan<uint> hashes)
    {
        if (!MayTouch(query.Window) || _longest < query.MinDuration)
        {
            return false;
        }

        foreach (var hash in hashes)
        {
            if (!_signature.MayHold(hash))
            {
                return false;
            }
        }

        return true;
    }

    private bool Holds(ReadOnlySpan<byte> packed)
    {
        if (Count >= FewSpans)
        {
            _places ??= FindPlaces();
            if (!_places.TryGetValue(Hash(packed), out var place))
            {
                return false;
            }

            if (IsAt(place, packed))
            {
                return true;
            }
        }

        for (var place = 0; place < _length; place += new PackedSpan(_bytes.AsSpan(place)).Length)
        {
            if (IsAt(place, packed))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsAt(int place, ReadOnlySpan<byte> packed) => _bytes.AsSpan(place, _length - place).StartsWith(packed);

    private Dictionary<int, int> FindPlaces()
    {
        var places = new Dictionary<int, int>();
        for (var place = 0; place < _length;)
        {
            var length = new PackedSpan(_bytes.AsSpan(place)).Length;
            places.TryAdd(Hash(_bytes.AsSpan(place, length)), place);
            place += length;
        }

        return places;
    }

    private static int Hash(ReadOnlySpan<byte> packed)
    {
        var hash = default(HashCode);
        hash.AddBytes(packed);
        return hash.ToHashCode();
    }
}
