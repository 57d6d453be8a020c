namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// The part of a trace's entry in the <see cref="TraceTable"/> that rules it out for most searches, small enough to scan all of them. Also
/// that of a block of traces.
/// </summary>
internal struct TraceSummary
{
    // The earliest and latest millisecond of the spans; a span without timestamp counts as 0.
    private long _firstMs = long.MaxValue;
    private long _longest;

    public TraceSummary()
    {
    }

    /// <summary>Gets the latest millisecond of the spans; a span without timestamp counts as 0.</summary>
    public long LastMs { get; private set; } = long.MinValue;

    /// <summary>Gets the <see cref="ServiceNames.Mask"/>s of the services of the spans.</summary>
    public ulong Services { get; private set; }

    public void Add(long timestamp, long duration, ulong service)
    {
        _firstMs = Math.Min(_firstMs, timestamp / 1000);
        LastMs = Math.Max(LastMs, timestamp / 1000);
        _longest = Math.Max(_longest, duration);
        Services |= service;
    }

    /// <summary>Adds the spans of another trace.</summary>
    public void Merge(in TraceSummary other)
    {
        _firstMs = Math.Min(_firstMs, other._firstMs);
        LastMs = Math.Max(LastMs, other.LastMs);
        _longest = Math.Max(_longest, other._longest);
        Services |= other.Services;
    }

    /// <summary>Returns false only when no span can be in the window.</summary>
    public readonly bool MayOverlap(TimeWindow window) => _firstMs <= window.ToMs && LastMs >= window.FromMs;

    /// <summary>Returns false only when no span has at least this duration.</summary>
    public readonly bool MayLast(long minDuration) => _longest >= minDuration;
}
