namespace ZipkinMesh.Zipkin.Storage;

/// <summary>Finds out whether a span is stored already. Equal spans are packed to equal bytes.</summary>
internal sealed class DuplicateFinder
{
    // A larger trace gets an index of its spans by hash: scanning all spans for a duplicate would take longer and longer.
    private const int MaxScannedSpans = 32;
    private const int EntryBytes = 32;

    // By the low half of the trace id: the addresses of the spans by hash.
    private readonly Dictionary<ulong, Dictionary<int, long>> _large = new(Model.IdComparer.Instance);

    /// <summary>Gets the approximate size in memory.</summary>
    public long Bytes { get; private set; }

    /// <summary>Returns whether a trace with this number of spans contains the packed span.</summary>
    public bool Contains(PackedTrace trace, int count, ReadOnlySpan<byte> packed)
    {
        if (count >= MaxScannedSpans)
        {
            if (!Index(trace).TryGetValue(Hash(packed), out var known))
            {
                return false;
            }

            if (trace.BytesAt(known).SequenceEqual(packed))
            {
                return true;
            }
        }

        for (var position = trace.Start; trace.TryRead(ref position, out _, out var address);)
        {
            if (trace.BytesAt(address).SequenceEqual(packed))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds a span that was stored.</summary>
    public void Add(ulong low, ReadOnlySpan<byte> packed, long address)
    {
        if (_large.Count > 0 && _large.TryGetValue(low, out var addresses) && addresses.TryAdd(Hash(packed), address))
        {
            Bytes += EntryBytes;
        }
    }

    /// <summary>Forgets the addresses of a trace that was evicted or moved.</summary>
    public void Remove(ulong low)
    {
        if (_large.Count > 0 && _large.Remove(low, out var addresses))
        {
            Bytes -= addresses.Count * EntryBytes;
        }
    }

    private Dictionary<int, long> Index(PackedTrace trace)
    {
        if (!_large.TryGetValue(trace.Low, out var addresses))
        {
            _large.Add(trace.Low, addresses = []);
            for (var position = trace.Start; trace.TryRead(ref position, out _, out var address);)
            {
                addresses.TryAdd(Hash(trace.BytesAt(address)), address);
            }

            Bytes += addresses.Count * EntryBytes;
        }

        return addresses;
    }

    private static int Hash(ReadOnlySpan<byte> packed)
    {
        var hash = default(HashCode);
        hash.AddBytes(packed);
        return hash.ToHashCode();
    }
}
