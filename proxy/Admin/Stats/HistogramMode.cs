namespace ZipkinMesh.Proxy.Admin.Stats;

/// <summary>Defines what is shown of a histogram; the words of <c>?histogram_buckets</c>.</summary>
internal enum HistogramMode
{
    /// <summary>Not asked for: quantiles, or, for Prometheus, cumulative buckets.</summary>
    Default,

    /// <summary>Quantiles.</summary>
    Summary,

    /// <summary>The number of values up to each bound.</summary>
    Cumulative,

    /// <summary>The number of values between each two bounds.</summary>
    Disjoint,

    /// <summary>Quantiles, and the number of values in each of the bins in which they are collected.</summary>
    Detailed,
}
