namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// Takes the newest matching traces without matching all candidates. The latest millisecond of a trace in the window is known only after
/// matching, but it is never later than the one that the candidate is ranked by. So a match is final when no candidate ranks before it.
/// </summary>
internal sealed class TraceRanking : IDisposable
{
    // Reused by the next search: its capacity is the number of traces.
    private static PriorityQueue<StoredTrace, Rank>? _spare;

    private readonly PriorityQueue<StoredTrace, Rank> _candidates = Interlocked.Exchange(ref _spare, null) ?? new();
    private readonly PriorityQueue<TraceMatch, Rank> _found = new();

    public TraceRanking(IEnumerable<StoredTrace> candidates, TimeWindow window) =>
        _candidates.EnqueueRange(candidates.Select(trace => (trace, new Rank(Math.Min(trace.LastMs, window.ToMs), trace.Low))));

    /// <summary>Returns at most <paramref name="limit"/> matches, newest first.</summary>
    public List<TraceMatch> Take(int limit, Func<StoredTrace, PackedTrace> read, TraceMatcher matcher)
    {
        var taken = new List<TraceMatch>();
        while (taken.Count < limit)
        {
            var hasFound = _found.TryPeek(out var found, out var rank);
            if (_candidates.TryPeek(out var candidate, out var before) && (!hasFound || before.CompareTo(rank) <= 0))
            {
                _candidates.Dequeue();
                foreach (var match in matcher.FindMatches(read(candidate)))
                {
                    _found.Enqueue(match, new(match.LatestMs, match.Trace.Low));
                }
            }
            else if (hasFound)
            {
                taken.Add(found);
                _found.Dequeue();
            }
            else
            {
                break;
            }
        }

        return taken;
    }

    public void Dispose()
    {
        _candidates.Clear();
        _spare = _candidates;
    }

    // Newest first, then the largest trace id first.
    private readonly record struct Rank(long LatestMs, ulong Low) : IComparable<Rank>
    {
        public int CompareTo(Rank other) => LatestMs != other.LatestMs ? other.LatestMs.CompareTo(LatestMs) : other.Low.CompareTo(Low);
    }
}
