namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// An entry for each trace: the spans whose trace ids have the same low 64 bits. The numbers of the entries have no gaps; a removed entry is
/// replaced by the last one. Entries are structures in blocks, because objects and dictionaries of each trace would take more memory than its
/// spans. Guarded by the lock of the store.
/// </summary>
internal sealed class TraceTable
{
    // A summary, a state, and the entries in the index and in the heap.
    private const int EntryBytes = 32 + 96 + 4 + 16;

    private readonly BlockList<TraceSummary> _summaries = new(blockBits: 10);
    private readonly BlockList<TraceState> _states = new(blockBits: 10);
    private readonly TraceIndex _index;
    private readonly AgeHeap _ages;

    public TraceTable() => (_index, _ages) = (new(this), new(this));

    /// <summary>Gets the number of traces.</summary>
    public int Count => _states.Count;

    /// <summary>Gets the size in memory.</summary>
    public long Bytes => (long)Count * EntryBytes;

    /// <summary>Gets the number of the trace with the oldest span.</summary>
    public int Oldest => _ages.OldestTrace;

    /// <summary>Gets the summaries in blocks, in the order of the numbers.</summary>
    public IEnumerable<ReadOnlyMemory<TraceSummary>> Summaries => _summaries.Blocks;

    public ref TraceSummary Summary(int trace) => ref _summaries[trace];

    public ref TraceState State(int trace) => ref _states[trace];

    /// <summary>Returns the number of the trace with this low half of the id, or -1.</summary>
    public int Find(ulong low) => _index.Find(low);

    /// <summary>Adds a trace without spans and returns its number.</summary>
    public int Add(ulong low)
    {
        var trace = Count;
        _summaries.Add(new());
        _states.Add(new() { Low = low, Last = -1 });
        _index.Add(trace);
        _ages.Add(trace);
        return trace;
    }

    /// <summary>Makes a trace at least as old as the time in microseconds.</summary>
    public void Age(int trace, long time) => _ages.Lower(trace, time);

    public void Remove(int trace)
    {
        _ages.Remove(State(trace).Age);
        _index.Remove(trace);
        var last = Count - 1;
        if (trace != last)
        {
            _index.Renumber(last, trace);
            _ages.Renumber(State(last).Age, trace);
            Summary(trace) = Summary(last);
            State(trace) = State(last);
        }

        _summaries.RemoveLast();
        _states.RemoveLast();
    }
}
