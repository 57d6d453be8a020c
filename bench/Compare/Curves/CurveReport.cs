using ZipkinMesh.Compare.Reports;

namespace ZipkinMesh.Compare.Curves;

/// <summary>A curve as measured, and as the JSON file has it.</summary>
internal sealed record CurveReport
{
    public required DateTimeOffset Started { get; init; }

    public required string Title { get; init; }

    public required string Growing { get; init; }

    public string Unit { get; init; } = "µs of CPU per request";

    public required int RoundCount { get; init; }

    public required int Seconds { get; init; }

    public List<CurveSeries> Series { get; } = [];

    /// <summary>What couldn't be measured, and why.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>Of all points' subjects.</summary>
    public List<Account> Accounts { get; } = [];
}
