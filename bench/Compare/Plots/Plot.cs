namespace ZipkinMesh.Bench.Compare.Plots;

/// <summary>Describes a plot.</summary>
internal sealed record Plot
{
    public required string Title { get; init; }

    public required string XLabel { get; init; }

    public required string YLabel { get; init; }

    /// <summary>The unit of the y values, shown in the tooltips.</summary>
    public required string Unit { get; init; }

    public required Axis X { get; init; }

    public required Axis Y { get; init; }

    public required IReadOnlyList<PlotLine> Lines { get; init; }
}
