namespace ZipkinMesh.Zipkin.Storage;

/// <summary>A range of time in milliseconds since 1970, both ends included.</summary>
internal readonly record struct TimeWindow(long FromMs, long ToMs)
{
    /// <summary>Creates the window of <c>endTs=1472470996199&amp;lookback=86400000</c>: the day before endTs.</summary>
    public static TimeWindow Before(long endTs, long lookback) => new(lookback > endTs ? 0 : endTs - lookback, endTs);

    /// <summary>
    /// Returns whether the millisecond of a timestamp is in the window. In dependencies, spans without timestamp count as at time 0.
    /// </summary>
    public bool ContainsMillisecond(long timestamp) => timestamp / 1000 >= FromMs && timestamp / 1000 <= ToMs;

    /// <summary>
    /// Returns whether the exact timestamp is in the window: anything after the start of the last millisecond is outside.
    /// </summary>
    public bool ContainsMicrosecond(long timestamp) => (Int128)timestamp >= (Int128)FromMs * 1000 && (Int128)timestamp <= (Int128)ToMs * 1000;
}
