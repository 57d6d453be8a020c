namespace ZipkinMesh.Zipkin.Storage;

/// <summary>The place of a trace in the result of a search: newest first, then the largest trace id first.</summary>
/// <param name="LatestMs">The latest millisecond of the trace in the window.</param>
/// <param name="Low">The low half of the trace id.</param>
internal readonly record struct TraceRank(long LatestMs, ulong Low) : IComparable<TraceRank>
{
    /// <summary>The place before all others.</summary>
    public static readonly TraceRank First = new(long.MaxValue, ulong.MaxValue);

    public int CompareTo(TraceRank other) => LatestMs != other.LatestMs ? other.LatestMs.CompareTo(LatestMs) : other.Low.CompareTo(Low);
}
