using ZipkinMesh.Bench.Harness.Figures;
using ZipkinMesh.Bench.Harness.Reports;

namespace ZipkinMesh.Bench.Zipkin.Parts;

/// <summary>Represents a whole run, as written to the JSON file.</summary>
internal sealed record ZipkinReport
{
    public required DateTimeOffset Started { get; init; }

    public required Machine Machine { get; init; }

    public List<Comparison> Figures { get; } = [];
}
