using System.Globalization;

namespace ZipkinMesh.Bench.Harness.Figures;

/// <summary>Describes a measured quantity.</summary>
/// <param name="Name">The heading of its column or row.</param>
/// <param name="Unit">The unit of its values; empty for a plain number.</param>
/// <param name="Decimals">The number of decimals shown; null: about three significant digits.</param>
/// <param name="HasRatios">True when a ratio to another program's value tells something that no other column does.</param>
public sealed record Metric(string Name, string Unit, int? Decimals = null, bool HasRatios = true)
{
    /// <summary>Formats a value without its unit.</summary>
    public string Format(double value) => value.ToString(
        Decimals is { } decimals ? $"N{decimals}" : value >= 100 ? "N0" : value >= 10 ? "N1" : value >= 1 ? "N2" : "N3",
        CultureInfo.InvariantCulture);

    /// <summary>Formats the median, followed by the range when there are several values: <c>37.7 (34.9–51.7)</c>.</summary>
    public string Format(IReadOnlyList<double> values) => values.Count == 1
        ? Format(values[0])
        : $"{Format(Statistics.Median(values))} ({Format(values.Min())}–{Format(values.Max())})";
}
