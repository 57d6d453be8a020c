using ZipkinMesh.Bench.Harness.Figures;

namespace ZipkinMesh.Bench.Compare.Reports;

/// <summary>Represents the result of a part.</summary>
internal sealed record PartReport
{
    public required string Heading { get; init; }

    /// <summary>The method of the measurement, in a sentence or two.</summary>
    public required string How { get; init; }

    public required IReadOnlyList<TableReport> Tables { get; init; }

    public required IReadOnlyList<SpanAccount> Accounts { get; init; }

    /// <summary>Our build compared with the base; empty when there is no base.</summary>
    public IReadOnlyList<Comparison> Comparisons => [.. Tables.SelectMany(table => table.CompareWithBase())];
}
