using System.Text.Json.Serialization;
using ZipkinMesh.Compare.Proxies;

namespace ZipkinMesh.Compare.Reports;

/// <summary>What was measured of a contender, round by round.</summary>
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
