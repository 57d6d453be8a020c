using System.Runtime.InteropServices;

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

    private const int BlockBits = 10;

    private readonly BlockList<TraceSummary> _summaries = new(BlockBits);
    private readonly BlockList<TraceState> _states = new(BlockBits);

    // One for each block of summaries. It may still contain traces that were removed lately.
    private readonly List<TraceSummary> _blocks = [];
    private readonly TraceIndex _index;
    private readonly AgeHeap _ages;
    private int _removed;

    public TraceTable() => (_index, _ages) = (new(this), new(this));

    /// <summary>Gets the number of traces.</summary>
    public int Count => _states.Count;

    /// <summary>Gets the size in memory.</summary>
    public long Bytes => (long)Count * EntryBytes;

    /// <summary>Gets the number of the trace with the oldest span.</summary>
    public int Oldest => _ages.OldestTrace;

    /// <summary>Gets the time of the oldest span in microseconds, or null when there is no trace.</summary>
    public long? OldestTime => _ages.OldestTime;

    /// <summary>Gets the number of blocks of summaries.</summary>
    public int Blocks => (Count + (1 << BlockBits) - 1) >> BlockBits;

    public ref readonly TraceSummary Summary(int trace) => ref _summaries[trace];

    /// <summary>Gets the summary of all traces of a block.</summary>
    public ref readonly TraceSummary BlockSummary(int block) => ref CollectionsMarshal.AsSpan(_blocks)[block];

    /// <summary>Gets the summaries of a block, and the number of its first trace.</summary>
    public ReadOnlySpan<TraceSummary> Block(int block, out int first)
    {
        first = block << BlockBits;
        return _summaries.Block(block);
    }

    public ref TraceState State(int trace) => ref _states[trace];

    /// <summary>Returns the number of the trace with this low half of the id, or -1.</summary>
    public int Find(ulong low) => _index.Find(low);

    /// <summary>Adds a trace without spans and returns its number.</summary>
    public int Add(ulong low)
    {
        var trace = Count;
        _summaries.Add(new());
        if (trace >> BlockBits == _blocks.Count)
        {
            _blocks.Add(new());
        }

        _states.Add(new() { Low = low, Last = -1 });
        _index.Add(trace);
        _ages.Add(trace);
        return trace;
    }

    /// <summary>Adds a span to the summary of a trace.</summary>
    public void Summarize(int trace, long timestamp, long duration, ulong service)
    {
        _summaries[trace].Add(timestamp, duration, service);
        CollectionsMarshal.AsSpan(_blocks)[trace >> BlockBits].Add(timestamp, duration, service);
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
            _summaries[trace] = _summaries[last];
            State(trace) = State(last);
        }

        _summaries.RemoveLast();
        _states.RemoveLast();
        if (trace < Count)
        {
            CollectionsMarshal.AsSpan(_blocks)[trace >> BlockBits].Merge(in Summary(trace));
        }

        if (++_removed > Count / 4)
        {
            SummarizeBlocks();
        }
    }

    private void SummarizeBlocks()
    {
        _removed = 0;
        _blocks.Clear();
        for (var trace = 0; trace < Count; trace += 1 << BlockBits)
        {
            var block = new TraceSummary();
            foreach (ref readonly var summary in _summaries.Block(trace >> BlockBits))
            {
                block.Merge(in summary);
            }

            _blocks.Add(block);
        }
    }
}
