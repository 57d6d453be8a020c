using System.Diagnostics;

namespace ZipkinMesh.Exporter.Reporting;

/// <summary>Collects spans, as JSON, for one post. It keeps their boundaries, so that any range of them can be posted alone.</summary>
internal sealed class Report(int maxCount, int maxBytes)
{
    // The brackets of the list.
    private const int Frame = 2;

    // The end of each span in _bytes. A comma follows every span.
    private readonly List<int> _ends = [];

    private byte[] _bytes = new byte[4096];
    private int _dropped;

    /// <summary>Gets the number of spans.</summary>
    public int Count => _ends.Count - _dropped;

    /// <summary>Gets a value indicating that no further span may be added.</summary>
    public bool IsFull => _ends.Count >= maxCount || Length + Frame >= maxBytes;

    /// <summary>Gets the time at which the first span was added, as a <see cref="Stopwatch"/> timestamp.</summary>
    public long FirstAdded { get; private set; }

    private int Length => _ends.Count == 0 ? 0 : _ends[^1] + 1;

    /// <summary>Returns true when a span of the given size fits; any span fits into an empty report.</summary>
    public bool HasRoomFor(int size) => _ends.Count == 0 || (!IsFull && Length + size + Frame <= maxBytes);

    /// <summary>Adds a span. The report is unchanged when memory runs out.</summary>
    public void Add(ReadOnlySpan<byte> span)
    {
        var start = Length;
        var end = start + span.Length;
        if (_bytes.Length <= end)
        {
            Array.Resize(ref _bytes, Math.Max(Math.Min(_bytes.Length * 2, maxBytes), end + 1));
        }

        if (_ends.Count == 0)
        {
            FirstAdded = Stopwatch.GetTimestamp();
        }

        span.CopyTo(_bytes.AsSpan(start));
        _bytes[end] = (byte)',';
        _ends.Add(end);
    }

    /// <summary>Drops the oldest span.</summary>
    /// <returns>The size of the span in bytes.</returns>
    public int DropFirst() => _ends[_dropped] - Start(_dropped++);

    /// <summary>Gets the size of a range of spans in bytes, without the commas.</summary>
    public int SizeOf(Range range)
    {
        var (first, count) = range.GetOffsetAndLength(Count);
        return count == 0 ? 0 : _ends[_dropped + first + count - 1] - Start(_dropped + first) - (count - 1);
    }

    /// <summary>Returns a range of spans as JSON, separated by commas and without the brackets of the list.</summary>
    public ReadOnlyMemory<byte> Spans(Range range)
    {
        var (first, count) = range.GetOffsetAndLength(Count);
        var start = Start(_dropped + first);
        return _bytes.AsMemory(start, count == 0 ? 0 : _ends[_dropped + first + count - 1] - start);
    }

    public void Clear()
    {
        _ends.Clear();
        _dropped = 0;
    }

    private int Start(int span) => span == 0 ? 0 : _ends[span - 1] + 1;
}
