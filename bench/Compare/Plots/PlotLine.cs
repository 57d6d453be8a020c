namespace ZipkinMesh.Bench.Compare.Plots;

/// <summary>Describes a line of a plot.</summary>
/// <param name="Name">The name in the legend.</param>
/// <param name="Colour">The CSS colour.</param>
/// <param name="IsDashed">True for a dashed line.</param>
/// <param name="Points">The points, in order.</param>
internal sealed record PlotLine(string Name, string Colour, bool IsDashed, IReadOnlyList<(double X, double Y)> Points);
