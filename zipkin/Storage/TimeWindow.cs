namespace ZipkinMesh.Zipkin.Storage;

/// <summary>Milliseconds since 1970, both ends included.</summary>
internal readonly record struct TimeWindow(long FromMs, long ToMs)
{
    /// <summary><c>endTs=1472470996199&amp;lookback=86400000</c>: the day before endTs.</summary>
    public static TimeWindow Before(long endTs, long lookback) => new(lookback > endTs ? 0 : endTs - lookback, endTs);

    /// <summary>Whether its millisecond is in it. Where calls are counted, spans without a timestamp count as at time 0.</summary>
    public bool HoldsMillisecond(long timestamp) => timestamp / 1000 >= FromMs && timestamp / 1000 <= ToMs;

    /// <summary>To the microsecond: one after the last millisecond began is outside.</summary>
    public bool HoldsMicroseconds(long timestamp) => (Int128)timestamp >= (Int128)FromMs * 1000 && (Int128)timestamp <= (Int128)ToMs * 1000;
}
