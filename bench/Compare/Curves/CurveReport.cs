using ZipkinMesh.Bench.Compare.Reports;
using ZipkinMesh.Bench.Harness.Reports;

namespace ZipkinMesh.Bench.Compare.Curves;

/// <summary>Represents a measured curve, as written to the JSON file.</summary>
internal sealed record CurveReport
{
    public required DateTimeOffset Started { get; init; }

    public required Machine Machine { get; init; }

    public required string Title { get; init; }

    public required string Growing { get; init; }

    public string Unit { get; init; } = "µs of CPU per request";

    public required int RoundCount { get; init; }

    public required int Seconds { get; init; }

    public List<CurveSeries> Series { get; } = [];

    /// <summary>The points that couldn't be measured, each with the reason.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>The accounts of all subjects of all points.</summary>
    public List<SpanAccount> Accounts { get; } = [];
}
