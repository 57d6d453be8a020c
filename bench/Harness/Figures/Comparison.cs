using System.Text.Json.Serialization;

namespace ZipkinMesh.Bench.Harness.Figures;

/// <summary>Represents one metric of ours beside the same metric of a reference.</summary>
public sealed record Comparison
{
    /// <summary>Gets the measured quantity.</summary>
    [JsonIgnore]
    public required Metric Metric { get; init; }

    /// <summary>Gets the condition to meet; null when the comparison is only shown.</summary>
    [JsonIgnore]
    public Target? Target { get; init; }

    /// <summary>Gets the metric's name.</summary>
    public string Name => Metric.Name;

    /// <summary>Gets the metric's unit.</summary>
    public string Unit => Metric.Unit;

    /// <summary>Gets our value.</summary>
    public required double Ours { get; init; }

    /// <summary>Gets the reference's value.</summary>
    public required double Reference { get; init; }

    /// <summary>Gets the ratio of ours to the reference, one per round; a single one when the rounds don't pair up.</summary>
    public required IReadOnlyList<double> Ratios { get; init; }

    /// <summary>Gets the median of the ratios; null when the reference is 0.</summary>
    public double? Ratio => Ratios.Count == 0 ? null : Statistics.Median(Ratios);

    /// <summary>Gets the target in words.</summary>
    [JsonPropertyName("target"), JsonPropertyOrder(1)]
    public string? TargetText => Target?.Text;

    /// <summary>Gets a value indicating whether the target is met. True without a target.</summary>
    public bool IsMet => Target?.IsMet(this) ?? true;

    /// <summary>Creates a comparison of two single values.</summary>
    public static Comparison OfValues(Metric metric, double ours, double reference, Target? target = null) => new()
    {
        Metric = metric,
        Target = target,
        Ours = ours,
        Reference = reference,
        Ratios = Statistics.Ratios([ours], [reference]),
    };

    /// <summary>Creates a comparison of two medians, for measurements that aren't paired.</summary>
    public static Comparison OfMedians(Metric metric, IEnumerable<double> ours, IEnumerable<double> reference, Target? target = null) =>
        OfValues(metric, Statistics.Median(ours), Statistics.Median(reference), target);

    /// <summary>Creates a comparison of paired rounds: the ratio is the median of the rounds' ratios.</summary>
    public static Comparison OfRounds(Metric metric, IReadOnlyList<double> ours, IReadOnlyList<double> reference, Target? target = null) => new()
    {
        Metric = metric,
        Target = target,
        Ours = Statistics.Median(ours),
        Reference = Statistics.Median(reference),
        Ratios = Statistics.Ratios(ours, reference),
    };
}
