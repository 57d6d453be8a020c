using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>The spans of the store, grouped by trace, with their names. Guarded by the lock of the store.</summary>
internal sealed class StoredSpans
{
    private readonly StringTables _tables;
    private readonly SpanPacker _packer;
    private readonly SpanLog _log;
    private readonly DuplicateFinder _duplicates = new();
    private readonly LogCleaner _cleaner;

    /// <param name="tables">The strings that are stored once.</param>
    /// <param name="autocompleteKeys">The keys of the tags whose values are kept for autocompletion.</param>
    /// <param name="maxBytes">The limit of the store.</param>
    public StoredSpans(StringTables tables, string[] autocompleteKeys, long maxBytes)
    {
        (_tables, _packer, _log, Names) = (tables, new(tables), new(maxBytes), new(autocompleteKeys));
        _cleaner = new(_log, Traces, _duplicates);
    }

    /// <summary>Gets the number of spans.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the traces.</summary>
    public TraceTable Traces { get; } = new();

    /// <summary>Gets the names of the spans.</summary>
    public NameIndex Names { get; }

    /// <summary>Gets the size in memory, but for the strings in the tables, which have a limit of their own.</summary>
    public long Bytes => _log.AllocatedBytes + Traces.Bytes + Names.Bytes + _duplicates.Bytes;

    /// <summary>Stores a span unless it is stored already.</summary>
    /// <param name="span">The span.</param>
    /// <param name="arrival">The time of its arrival in microseconds.</param>
    public void Add(Span span, long arrival)
    {
        var trace = Traces.Find(span.TraceId.Low) is var known and >= 0 ? known : Traces.Add(span.TraceId.Low);
        ref var state = ref Traces.State(trace);
        _packer.Pack(span, ref state.Filter);
        var packed = _packer.Packed;
        if (_duplicates.Contains(Packed(trace), state.Count, packed))
        {
            return;
        }

        state.Last = _log.Append(state.Last, packed);
        state.Count++;
        Count++;
        _duplicates.Add(state.Low, packed, state.Last);
        Traces.Summarize(trace, span.Timestamp, span.Duration, Names.Add(span));
        // A span without timestamp counts as 0, so its trace is evicted first. A span from the future counts as one that has just happened,
        // so that it is evicted when its time has come.
        Traces.Age(trace, Math.Min(span.Timestamp, arrival));
    }

    /// <summary>Evicts the oldest traces until there are at most as many spans and bytes.</summary>
    public void Evict(int spans, long bytes)
    {
        while (Count > 0 && (Count > spans || Bytes > bytes))
        {
            Remove(Traces.Oldest);
            if (_cleaner.IsNeeded)
            {
                _cleaner.Clean();
            }
        }
    }

    /// <summary>Returns a trace as it is now.</summary>
    public PackedTrace Packed(int trace) => _log.Trace(in Traces.State(trace));

    /// <summary>Returns the next traces that may match a query.</summary>
    public List<TraceCandidate> Select(CandidateSelector selector, TraceRank after, int count) => selector.Select(Traces, _log, after, count);

    private void Remove(int trace)
    {
        var packed = Packed(trace);
        Names.Remove(packed, _tables);
        packed.Addresses().ForEach(_log.Release);
        _duplicates.Remove(packed.Low);
        Count -= Traces.State(trace).Count;
        Traces.Remove(trace);
    }
}
