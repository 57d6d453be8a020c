using ZipkinMesh.ZipkinBench.Processes;

namespace ZipkinMesh.ZipkinBench.Reports;

/// <summary>
/// One figure of both servers.
/// </summary>
/// <param name="Name">What was measured.</param>
/// <param name="Unit">Of both values.</param>
/// <param name="Ours">Of our server.</param>
/// <param name="Real">Of the real one.</param>
/// <param name="Bound">What must hold; null when the figure is only told.</param>
internal sealed record Figure(string Name, string Unit, double Ours, double Real, Bound? Bound = null)
{
    /// <summary>Ours to the real one's.</summary>
    public double Ratio => Ours / Real;

    public bool IsWithin => Bound?.Holds(this) ?? true;

    /// <summary>Of the middle values of each server's.</summary>
    public static Figure Median(string name, string unit, IReadOnlyDictionary<ServerKind, List<double>> values, Bound? bound = null) =>
        new(name, unit, Statistics.Median(values[ServerKind.Ours]), Statistics.Median(values[ServerKind.Real]), bound);
}
