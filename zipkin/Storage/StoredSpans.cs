using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Storage.Disk;
using ZipkinMesh.Zipkin.Storage.Packing;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>The spans of the store, grouped by trace, with their names. Guarded by the lock of the store.</summary>
internal sealed class StoredSpans
{
    private readonly StringTables _tables;
    private readonly SpanPacker _packer;
    private readonly SpanLog _log;
    private readonly DuplicateFinder _duplicates = new();
    private readonly LogCleaner _cleaner;
    private readonly SegmentTraces _segments = new();

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

    /// <summary>Gets the number of spans and of traces that were evicted since the start.</summary>
    public EvictedSpans Evicted { get; private set; }

    /// <summary>Gets or sets the journal that all spans are added to; null when they are in memory only.</summary>
    public SpanJournal? Journal { get; set; }

    /// <summary>Gets the oldest segment that a trace begins in.</summary>
    public int OldestSegment => _segments.Oldest;

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
        var low = span.TraceId.Low;
        var known = Traces.Find(low);
        var trace = known >= 0 ? known : AddTrace(low, Journal?.Segment ?? 0);
        ref var state = ref Traces.State(trace);
        _packer.Pack(span, ref state.Filter);
        var packed = _packer.Packed;
        if (_duplicates.Contains(Packed(trace), state.Count, packed))
        {
            return;
        }

        Append(trace, packed);
        Journal?.Append(low, isFirst: known < 0, packed);
        Traces.Summarize(trace, span.Timestamp, span.Duration, Names.Add(span));
        Age(trace, span.Timestamp, arrival);
    }

    /// <summary>Stores a span from disk, unless the first spans of its trace have been evicted.</summary>
    /// <param name="low">The low half of the trace id.</param>
    /// <param name="isFirst">True for the first span of a trace, false for one that is added to a trace.</param>
    /// <param name="span">The span.</param>
    /// <param name="repacker">The repacker that knows the strings of the span.</param>
    /// <param name="segment">The number of the segment.</param>
    /// <param name="arrival">The time of its arrival in microseconds.</param>
    public void Restore(ulong low, bool isFirst, PackedSpan span, SpanRepacker repacker, int segment, long arrival)
    {
        var trace = Traces.Find(low);
        if (trace >= 0 && isFirst)
        {
            // It had been evicted from memory when its next spans arrived.
            Remove(trace);
            trace = -1;
        }

        if (trace < 0 && !isFirst)
        {
            // The first spans of the trace have been evicted: the trace would be incomplete.
            return;
        }

        trace = trace < 0 ? AddTrace(low, segment) : trace;
        repacker.Repack(span, ref Traces.State(trace).Filter);
        Append(trace, repacker.Packed);
        Traces.Summarize(trace, span.Timestamp, span.Duration, Names.Add(new PackedSpan(repacker.Packed), low, _tables));
        Age(trace, span.Timestamp, arrival);
    }

    /// <summary>Evicts the oldest traces until there are at most as many spans and bytes.</summary>
    public void Evict(int spans, long bytes)
    {
        while (Count > 0 && (Count > spans || Bytes > bytes))
        {
            Evict(Traces.Oldest);
            if (_cleaner.IsNeeded)
            {
                _cleaner.Clean();
            }
        }
    }

    /// <summary>Evicts traces that begin in a segment or an older one.</summary>
    /// <param name="segment">The number of the segment.</param>
    /// <param name="count">The maximum number of traces to evict.</param>
    /// <returns>True when no such trace is left.</returns>
    public bool EvictSegment(int segment, int count)
    {
        // The trace that replaces a removed one has been visited.
        for (var trace = Traces.Count - 1; trace >= 0 && count > 0 && _segments.Oldest <= segment; trace--)
        {
            if (Traces.State(trace).Segment <= segment)
            {
                Evict(trace);
                count--;
            }
        }

        if (_cleaner.IsNeeded)
        {
            _cleaner.Clean();
        }

        return _segments.Oldest > segment;
    }

    /// <summary>Returns a trace as it is now.</summary>
    public PackedTrace Packed(int trace) => _log.Trace(in Traces.State(trace));

    /// <summary>Returns the next traces that may match a query.</summary>
    public List<TraceCandidate> Select(CandidateSelector selector, TraceRank after, int count) => selector.Select(Traces, _log, after, count);

    private int AddTrace(ulong low, int segment)
    {
        var trace = Traces.Add(low);
        Traces.State(trace).Segment = segment;
        _segments.Add(segment);
        return trace;
    }

    private void Append(int trace, ReadOnlySpan<byte> packed)
    {
        ref var state = ref Traces.State(trace);
        state.Last = _log.Append(state.Last, packed);
        state.Count++;
        Count++;
        _duplicates.Add(state.Low, packed, state.Last);
    }

    // A span without timestamp counts as 0, so its trace is evicted first. A span from the future counts as one that has just happened, so
    // that it is evicted when its time has come.
    private void Age(int trace, long timestamp, long arrival) => Traces.Age(trace, Math.Min(timestamp, arrival));

    private void Evict(int trace)
    {
        Evicted = Evicted.Add(Traces.State(trace).Count);
        Remove(trace);
    }

    private void Remove(int trace)
    {
        var packed = Packed(trace);
        Names.Remove(packed, _tables);
        packed.Addresses().ForEach(_log.Release);
        _duplicates.Remove(packed.Low);
        _segments.Remove(Traces.State(trace).Segment);
        Count -= Traces.State(trace).Count;
        Traces.Remove(trace);
    }
}
