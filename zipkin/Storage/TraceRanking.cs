namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// Takes the newest matching traces without matching all candidates. The latest millisecond of a trace in the window is known only after
/// matching, but it is never later than the one that the candidate is ranked by. So a match is final when no candidate ranks before it.
/// </summary>
/// <param name="select">Returns the first candidates behind a place, in order: as many as asked for, fewer at the end.</param>
/// <param name="matcher">Matches the candidates.</param>
internal sealed class TraceRanking(Func<TraceRank, int, List<TraceCandidate>> select, TraceMatcher matcher)
{
    // Most searches need few candidates; those that match rarely need many, and looking through all traces for each few takes long.
    private const int FirstBatch = 64;
    private const int Growth = 8;

    private readonly PriorityQueue<TraceMatch, TraceRank> _found = new();
    private List<TraceCandidate> _candidates = [];
    private int _next;
    private int _batch = FirstBatch;

    /// <summary>Returns at most <paramref name="limit"/> matches, newest first.</summary>
    public List<TraceMatch> Take(int limit)
    {
        _candidates = select(TraceRank.First, _batch);
        var taken = new List<TraceMatch>();
        while (taken.Count < limit)
        {
            var hasFound = _found.TryPeek(out var found, out var rank);
            if (TryPeek(out var candidate) && (!hasFound || candidate.Rank.CompareTo(rank) <= 0))
            {
                _next++;
                foreach (var match in matcher.FindMatches(candidate.Trace))
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

    private bool TryPeek(out TraceCandidate candidate)
    {
        if (_next == _candidates.Count && _candidates.Count == _batch)
        {
            _candidates = select(_candidates[^1].Rank, _batch *= Growth);
            _next = 0;
        }

        candidate = _next < _candidates.Count ? _candidates[_next] : default;
        return _next < _candidates.Count;
    }
}
