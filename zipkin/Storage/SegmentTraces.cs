namespace ZipkinMesh.Zipkin.Storage;

/// <summary>Counts the traces that begin in each segment on disk.</summary>
internal sealed class SegmentTraces
{
    // By the number of the segment; few segments exist at a time.
    private readonly SortedDictionary<int, int> _counts = [];

    // Most traces are added to the newest segment.
    private int _newest;
    private int _newestCount;

    /// <summary>Gets the oldest segment that a trace begins in; the largest number when there are no traces.</summary>
    public int Oldest
    {
        get
        {
            foreach (var (segment, _) in _counts)
            {
                return segment;
            }

            return _newestCount > 0 ? _newest : int.MaxValue;
        }
    }

    public void Add(int segment)
    {
        if (segment != _newest)
        {
            if (_newestCount > 0)
            {
                _counts[_newest] = _newestCount;
            }

            (_newest, _newestCount) = (segment, 0);
        }

        _newestCount++;
    }

    public void Remove(int segment)
    {
        if (segment == _newest)
        {
            _newestCount--;
        }
        else if (--_counts[segment] is var count && count == 0)
        {
            _counts.Remove(segment);
        }
    }
}
