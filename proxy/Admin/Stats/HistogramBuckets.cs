using ZipkinMesh.Proxy.Stats;

namespace ZipkinMesh.Proxy.Admin.Stats;

/// <summary>Sorts the values of a histogram into Envoy's buckets.</summary>
internal static class HistogramBuckets
{
    /// <summary>Returns the upper bound of each bucket with its number of values, in the last interval and since the start.</summary>
    /// <param name="series">The histogram.</param>
    /// <param name="isCumulative">True when a bucket has the values of those before it, too.</param>
    public static IEnumerable<(double Bound, long Interval, long Total)> Of(StatSeries series, bool isCumulative)
    {
        var (interval, total) = (0L, 0L);
        foreach (var bound in HistogramSnapshot.Bounds)
        {
            var (intervalUpTo, totalUpTo) = (series.Interval!.CountUpTo(bound), series.Histogram!.CountUpTo(bound));
            yield return (bound, intervalUpTo - interval, totalUpTo - total);
            (interval, total) = isCumulative ? (0, 0) : (intervalUpTo, totalUpTo);
        }
    }
}
