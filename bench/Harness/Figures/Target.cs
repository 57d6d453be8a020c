namespace ZipkinMesh.Bench.Harness.Figures;

/// <summary>Represents a condition that a comparison should meet.</summary>
/// <param name="Text">The condition in words, as shown in reports.</param>
/// <param name="IsMet">Decides whether a comparison meets the condition.</param>
public sealed record Target(string Text, Predicate<Comparison> IsMet)
{
    /// <summary>Creates a target for the largest ratio to the reference.</summary>
    public static Target RatioAtMost(double limit, string text) => new(text, comparison => comparison.Ratio <= limit);

    /// <summary>Creates a target for the smallest ratio to the reference.</summary>
    public static Target RatioAtLeast(double limit, string text) => new(text, comparison => comparison.Ratio >= limit);

    /// <summary>Creates a target for our own value, which must stay below the limit.</summary>
    public static Target Below(double limit, string text) => new(text, comparison => comparison.Ours < limit);
}
