using System.Text.Json.Serialization;
using ZipkinMesh.Compare.Proxies;

namespace ZipkinMesh.Compare.Curves;

/// <summary>One line of a plot.</summary>
internal sealed record CurveSeries
{
    public required string Name { get; init; }

    [JsonIgnore]
    public required ProxyKind Kind { get; init; }

    /// <summary>Whether it is another line of a kind that has one already.</summary>
    [JsonIgnore]
    public required bool IsVariant { get; init; }

    public List<CurvePoint> Points { get; } = [];
}
