namespace ZipkinMesh.Proxy.Stats;

/// <summary>Represents the values of a histogram at one time.</summary>
/// <param name="Bins">The bins that aren't empty, in their order.</param>
/// <param name="Sum">The sum of all values.</param>
internal sealed record HistogramSnapshot(IReadOnlyList<HistogramBin> Bins, double Sum)
{
    // Bounds are compared as decimal fractions, which binary ones only approach.
    private const double Tolerance = 1e-9;

    /// <summary>The quantiles that Envoy shows.</summary>
    public static readonly IReadOnlyList<double> Quantiles = [0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999, 1];

    /// <summary>
    /// The upper bounds of Envoy's buckets
    /// (https://github.com/envoyproxy/envoy/blob/v1.36.0/source/common/stats/histogram_impl.cc).
    /// </summary>
    public static readonly IReadOnlyList<double> Bounds =
    [
        0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000, 3_600_000,
    ];

    public static readonly HistogramSnapshot Empty = new([], 0);

    /// <summary>Gets the number of values.</summary>
    public long Count { get; } = Bins.Sum(bin => bin.Count);

    /// <summary>Returns the number of values up to and including a bound.</summary>
    public long CountUpTo(double bound) => Bins.TakeWhile(bin => bin.Upper <= bound * (1 + Tolerance)).Sum(bin => bin.Count);

    /// <summary>
    /// Returns the value below which a part of the values lies, as Envoy estimates it: the values of a bin lie at equal distances in it.
    /// </summary>
    /// <param name="quantile">The part, from 0 to 1.</param>
    public double? Quantile(double quantile)
    {
        var left = Math.Min((long)(quantile * Count) + 1, Count);
        foreach (var bin in Bins)
        {
            if (left <= bin.Count)
            {
                return bin.Lower + (bin.Width * left / (bin.Count + 1));
            }

            left -= bin.Count;
        }

        return null;
    }

    /// <summary>Returns the values that have been added since an earlier snapshot.</summary>
    public HistogramSnapshot Since(HistogramSnapshot earlier)
    {
        var before = earlier.Bins.ToDictionary(bin => bin.Lower, bin => bin.Count);
        var added = Bins.Select(bin => bin with { Count = bin.Count - before.GetValueOrDefault(bin.Lower) }).Where(bin => bin.Count > 0);
        return new HistogramSnapshot([.. added], Sum - earlier.Sum);
    }
}
