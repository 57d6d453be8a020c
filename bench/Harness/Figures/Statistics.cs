namespace ZipkinMesh.Bench.Harness.Figures;

/// <summary>Summarizes repeated measurements of the same thing.</summary>
public static class Statistics
{
    /// <summary>Returns the middle value, or the mean of the two middle values.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Returns the nearest-rank percentile: the smallest value that at least this share of the values doesn't exceed.</summary>
    /// <param name="values">The measurements; at least one.</param>
    /// <param name="share">0 to 1; 0.99 is the 99th percentile.</param>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    /// <summary>Divides round by round. A disturbance that slows a whole round cancels out.</summary>
    /// <param name="values">One value per round.</param>
    /// <param name="references">The values to divide by, of the same rounds.</param>
    /// <returns>One ratio per round; empty when a reference is 0.</returns>
    public static IReadOnlyList<double> Ratios(IReadOnlyList<double> values, IReadOnlyList<double> references) =>
        references.Contains(0) ? [] : [.. values.Zip(references, (value, reference) => value / reference)];
}
