namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// Orders the traces by their oldest span: a heap with four children per entry, which are neighbours in memory. Of traces of the same age,
/// the one with the smaller id is older.
/// </summary>
internal sealed class AgeHeap(TraceTable traces)
{
    private const int Children = 4;

    private readonly BlockList<(long Oldest, int Trace)> _entries = new(blockBits: 12);

    /// <summary>Gets the number of the oldest trace.</summary>
    public int OldestTrace => _entries[0].Trace;

    /// <summary>Gets the time of the oldest span in microseconds, or null when there is no trace.</summary>
    public long? OldestTime => _entries.Count > 0 ? _entries[0].Oldest : null;

    /// <summary>Adds a trace, as the youngest.</summary>
    public void Add(int trace)
    {
        _entries.Add((long.MaxValue, trace));
        traces.State(trace).Age = _entries.Count - 1;
    }

    /// <summary>Makes a trace older, when the time is before its oldest span.</summary>
    public void Lower(int trace, long time)
    {
        var position = traces.State(trace).Age;
        if (time < _entries[position].Oldest)
        {
            Rise(position, (time, trace));
        }
    }

    /// <summary>Gives the trace at a position another number.</summary>
    public void Renumber(int position, int trace) => _entries[position].Trace = trace;

    /// <summary>Removes the trace at a position.</summary>
    public void Remove(int position)
    {
        var last = _entries[_entries.Count - 1];
        _entries.RemoveLast();
        if (position < _entries.Count)
        {
            Sink(position, last);
            Rise(traces.State(last.Trace).Age, last);
        }
    }

    private void Rise(int position, (long Oldest, int Trace) entry)
    {
        while (position > 0 && IsBefore(entry, _entries[(position - 1) / Children]))
        {
            Put(position, _entries[(position - 1) / Children]);
            position = (position - 1) / Children;
        }

        Put(position, entry);
    }

    private void Sink(int position, (long Oldest, int Trace) entry)
    {
        for (var first = (position * Children) + 1; first < _entries.Count; first = (position * Children) + 1)
        {
            var oldest = first;
            for (var child = first + 1; child < Math.Min(first + Children, _entries.Count); child++)
            {
                oldest = IsBefore(_entries[child], _entries[oldest]) ? child : oldest;
            }

            if (!IsBefore(_entries[oldest], entry))
            {
                break;
            }

            Put(position, _entries[oldest]);
            position = oldest;
        }

        Put(position, entry);
    }

    private bool IsBefore((long Oldest, int Trace) a, (long Oldest, int Trace) b) =>
        a.Oldest != b.Oldest ? a.Oldest < b.Oldest : traces.State(a.Trace).Low < traces.State(b.Trace).Low;

    private void Put(int position, (long Oldest, int Trace) entry)
    {
        _entries[position] = entry;
        traces.State(entry.Trace).Age = position;
    }
}
