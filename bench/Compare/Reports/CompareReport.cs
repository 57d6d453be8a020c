using ZipkinMesh.Bench.Harness.Reports;

namespace ZipkinMesh.Bench.Compare.Reports;

/// <summary>Represents a whole run, as written to the JSON file.</summary>
internal sealed record CompareReport
{
    public required DateTimeOffset Started { get; init; }

    public required Machine Machine { get; init; }

    public required int Rounds { get; init; }

    public required int Seconds { get; init; }

    public required bool Quick { get; init; }

    public List<PartReport> Parts { get; } = [];

    public bool IsInvalid => Parts.Any(part => part.Accounts.Any(account => account.IsInvalid));
}
