using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>The spans whose trace ids have the same low 64 bits, each once.</summary>
internal sealed class StoredTrace(string low64)
{
    private readonly HashSet<Span> _spans = [];

    public string Low64 => low64;

    public IReadOnlyCollection<Span> Spans => _spans;

    /// <summary>The earliest timestamp in microseconds; a span without one counts as 0, so its trace goes first.</summary>
    public long Oldest { get; private set; } = long.MaxValue;

    // Earliest and latest millisecond of the spans, 0 for one without a timestamp.
    private long _firstMs = long.MaxValue;
    private long _lastMs = long.MinValue;

    public bool Add(Span span)
    {
        if (!_spans.Add(span))
        {
            return false;
        }

        Oldest = Math.Min(Oldest, span.Timestamp);
        _firstMs = Math.Min(_firstMs, span.Timestamp / 1000);
        _lastMs = Math.Max(_lastMs, span.Timestamp / 1000);
        return true;
    }

    /// <summary>False only when no span can be in the window.</summary>
    public bool MayTouch(TimeWindow window) => _firstMs <= window.ToMs && _lastMs >= window.FromMs;
}
