namespace ZipkinMesh.Zipkin.Storage;

/// <summary>Selects the traces that may match a query, a few at a time. Used while the lock of the store is held.</summary>
/// <param name="query">The query.</param>
/// <param name="services">The <see cref="ServiceNames.Mask"/> of the service; 0 for all.</param>
/// <param name="matcher">The matcher, which knows the strings of the query.</param>
internal sealed class CandidateSelector(TraceQuery query, ulong services, TraceMatcher matcher)
{
    // The candidate with the last place is the first to be replaced.
    private static readonly Comparer<TraceRank> LastFirst = Comparer<TraceRank>.Create((a, b) => b.CompareTo(a));

    private readonly PriorityQueue<int, TraceRank> _best = new(LastFirst);
    private TraceRank _last;

    /// <summary>Returns the first <paramref name="count"/> candidates behind a place, in order.</summary>
    public List<TraceCandidate> Select(TraceTable traces, SpanLog log, TraceRank after, int count)
    {
        // The last traces are the newest, usually, so that the others are ruled out block by block.
        for (var block = traces.Blocks - 1; block >= 0; block--)
        {
            if (MayMatch(in traces.BlockSummary(block)) && IsAmongBest(in traces.BlockSummary(block), count))
            {
                SelectFrom(block, traces, after, count);
            }
        }

        var selected = new List<TraceCandidate>(_best.Count);
        while (_best.TryDequeue(out var trace, out var rank))
        {
            selected.Add(new(log.Trace(in traces.State(trace)), rank));
        }

        selected.Reverse();
        return selected;
    }

    private void SelectFrom(int block, TraceTable traces, TraceRank after, int count)
    {
        var trace = 0;
        foreach (ref readonly var summary in traces.Block(block, out var first))
        {
            if (MayMatch(in summary) && Latest(in summary) <= after.LatestMs && IsAmongBest(in summary, count))
            {
                Consider(first + trace, in traces.State(first + trace), in summary, after, count);
            }

            trace++;
        }
    }

    private bool MayMatch(ref readonly TraceSummary summary) =>
        (services == 0 || (summary.Services & services) != 0) && summary.MayOverlap(query.Window) && summary.MayLast(query.MinDuration);

    private bool IsAmongBest(ref readonly TraceSummary summary, int count) => _best.Count < count || Latest(in summary) >= _last.LatestMs;

    private long Latest(ref readonly TraceSummary summary) => Math.Min(summary.LastMs, query.Window.ToMs);

    private void Consider(int trace, ref readonly TraceState state, ref readonly TraceSummary summary, TraceRank after, int count)
    {
        var rank = new TraceRank(Latest(in summary), state.Low);
        if (rank.CompareTo(after) <= 0 || (_best.Count == count && rank.CompareTo(_last) >= 0) || !state.Filter.MayContainAll(matcher.Hashes))
        {
            return;
        }

        if (_best.Count < count)
        {
            _best.Enqueue(trace, rank);
        }
        else
        {
            _best.DequeueEnqueue(trace, rank);
        }

        _best.TryPeek(out _, out _last);
    }
}
