using ZipkinMesh.Compare.Reports;

namespace ZipkinMesh.Compare.Curves;

/// <param name="X">How much of what grows.</param>
/// <param name="Rounds">CPU per request in µs, each round's.</param>
internal sealed record CurvePoint(int X, IReadOnlyList<double> Rounds)
{
    public double Median => Statistics.Median(Rounds);
}
