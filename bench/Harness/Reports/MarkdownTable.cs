namespace ZipkinMesh.Bench.Harness.Reports;

/// <summary>Builds a Markdown table. The first column is aligned to the left, the others to the right.</summary>
public sealed class MarkdownTable
{
    private readonly List<string> _lines;

    /// <summary>Initializes a table without rows.</summary>
    public MarkdownTable(params IReadOnlyList<string> headings) =>
        _lines = [Row(headings), $"|---|{string.Concat(headings.Skip(1).Select(_ => "--:|"))}"];

    /// <summary>Gets the lines of the table.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Adds a row.</summary>
    public void Add(params IReadOnlyList<string> cells) => _lines.Add(Row(cells));

    private static string Row(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells)} |";
}
