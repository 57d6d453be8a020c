using ZipkinMesh.Bench.Harness.Figures;

namespace ZipkinMesh.Bench.Harness.Reports;

/// <summary>
/// Writes comparisons as Markdown; the last two columns are there when a comparison has a target:
/// <code>
/// |  | unit | ours | real | ours / real | target |  |
/// |---|--:|--:|--:|--:|--:|--:|
/// | memory, 200 spans | MiB | 19.7 | 235 | 0.084 | at most a tenth | ok |
/// </code>
/// </summary>
public static class ComparisonTable
{
    private static readonly Metric Ratio = new("ratio", "", 3);

    /// <summary>Returns the lines of the table.</summary>
    /// <param name="comparisons">One per row.</param>
    /// <param name="reference">The name of what ours is compared with.</param>
    public static IReadOnlyList<string> Write(IReadOnlyList<Comparison> comparisons, string reference)
    {
        var hasTargets = comparisons.Any(comparison => comparison.Target is not null);
        List<string> headings = ["", "unit", "ours", reference, $"ours / {reference}"];
        var table = new MarkdownTable(hasTargets ? [.. headings, "target", ""] : headings);
        foreach (var comparison in comparisons)
        {
            List<string> cells =
            [
                comparison.Name,
                comparison.Unit,
                comparison.Metric.Format(comparison.Ours),
                comparison.Metric.Format(comparison.Reference),
                comparison.Ratios.Count == 0 ? "" : Ratio.Format(comparison.Ratios),
            ];
            table.Add(hasTargets ? [.. cells, comparison.TargetText ?? "", Verdict(comparison)] : cells);
        }

        return table.Lines;
    }

    private static string Verdict(Comparison comparison) => comparison.Target is null ? "" : comparison.IsMet ? "ok" : "MISSED";
}
