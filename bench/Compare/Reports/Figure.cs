using System.Text.Json.Serialization;
using ZipkinMesh.Bench.Compare.Contenders;
using ZipkinMesh.Bench.Harness.Figures;
using ZipkinMesh.Bench.Harness.Proxies;

namespace ZipkinMesh.Bench.Compare.Reports;

/// <summary>Represents a metric of a contender, measured round by round.</summary>
internal sealed record Figure
{
    [JsonIgnore]
    public required Contender Contender { get; init; }

    [JsonIgnore]
    public required Metric Metric { get; init; }

    public string Proxy => Contender.Name;

    public string Mode => Contender.ModeName;

    public string Name => Metric.Name;

    public string Unit => Metric.Unit;

    public double Median => Statistics.Median(Rounds);

    public required IReadOnlyList<double> Rounds { get; init; }
}
