namespace ZipkinMesh.Compare.Reports;

/// <summary>What a part of the comparison found.</summary>
internal sealed record PartReport
{
    public required string Heading { get; init; }

    /// <summary>How it was measured, in a sentence or two.</summary>
    public required string How { get; init; }

    public required IReadOnlyList<TableReport> Tables { get; init; }

    public required IReadOnlyList<Account> Accounts { get; init; }
}
