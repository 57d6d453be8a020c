namespace ZipkinMesh.ZipkinBench.Reports;

/// <summary>What must hold for a figure.</summary>
/// <param name="Text">The same in words.</param>
/// <param name="Holds">Whether it does.</param>
internal sealed record Bound(string Text, Func<Figure, bool> Holds)
{
    public static Bound MostRatio(double most, string text) => new(text, figure => figure.Ratio <= most);

    public static Bound LeastRatio(double least, string text) => new(text, figure => figure.Ratio >= least);

    public static Bound Most(double most, string text) => new(text, figure => figure.Ours < most);
}
