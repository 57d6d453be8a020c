namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// Takes the newest of many traces without looking into all of them. When a trace last did something in the window is only known from
/// its spans, but not later than what it is ranked by as a candidate. So a found trace is taken when no candidate
/// is before it.
/// </summary>
internal sealed class TraceRanking : IDisposable
{
    // Kept from search to search: it has a place for every trace.
    private static PriorityQueue<StoredTrace, Rank>? _spare;

    private readonly PriorityQueue<StoredTrace, Rank> _candidates = Interlocked.Exchange(ref _spare, null) ?? new();
    private readonly PriorityQueue<TraceMatch, Rank> _found = new();

    public TraceRanking(IEnumerable<StoredTrace> candidates, TimeWindow window) =>
        _candidates.EnqueueRange(candidates.Select(trace => (trace, new Rank(Math.Min(trace.LastMs, window.ToMs), trace.Low))));

    public List<TraceMatch> Take(int limit, Func<StoredTrace, PackedTrace> read, TraceMatcher matcher)
    {
        var taken = new List<TraceMatch>();
        while (taken.Count < limit)
        {
            var hasFound = _found.TryPeek(out var found, out var rank);
            if (_candidates.TryPeek(out var candidate, out var before) && (!hasFound || before.CompareTo(rank) <= 0))
            {
                _candidates.Dequeue();
                foreach (var match in matcher.Matches(read(candidate)))
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

    // Newest first, then by trace id, largest first.
    private readonly record struct Rank(long LatestMs, ulong Low) : IComparable<Rank>
    {
        public int CompareTo(Rank other) => LatestMs != other.LatestMs ? other.LatestMs.CompareTo(LatestMs) : other.Low.CompareTo(Low);
    }
}
