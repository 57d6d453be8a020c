using ZipkinMesh.Bench.Harness.Figures;

namespace ZipkinMesh.Bench.Compare.Curves;

/// <summary>Represents a point of a series.</summary>
/// <param name="X">The value of the growing quantity.</param>
/// <param name="Rounds">The CPU time per request of each round, in µs.</param>
internal sealed record CurvePoint(int X, IReadOnlyList<double> Rounds)
{
    public double Median => Statistics.Median(Rounds);
}
