using System.Text.Json.Serialization;
using ZipkinMesh.Bench.Harness.Proxies;

namespace ZipkinMesh.Bench.Compare.Curves;

/// <summary>Represents the points of one program: a line of the plot.</summary>
internal sealed record CurveSeries
{
    public required string Name { get; init; }

    [JsonIgnore]
    public required ProxyKind Kind { get; init; }

    /// <summary>True for the second line of a program.</summary>
    [JsonIgnore]
    public required bool IsVariant { get; init; }

    public List<CurvePoint> Points { get; } = [];
}
