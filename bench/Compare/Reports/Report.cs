namespace ZipkinMesh.Compare.Reports;

/// <summary>A whole run, as the JSON file has it.</summary>
internal sealed record Report
{
    public required DateTimeOffset Started { get; init; }

    public required int Rounds { get; init; }

    public required int Seconds { get; init; }

    public required bool Quick { get; init; }

    public List<PartReport> Parts { get; } = [];

    public bool IsVoid => Parts.Any(part => part.Accounts.Any(account => account.IsVoid));
}
