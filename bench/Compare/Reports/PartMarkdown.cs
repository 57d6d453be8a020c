using System.Globalization;
using ZipkinMesh.Bench.Compare.Contenders;
using ZipkinMesh.Bench.Harness.Figures;
using ZipkinMesh.Bench.Harness.Proxies;
using ZipkinMesh.Bench.Harness.Reports;

namespace ZipkinMesh.Bench.Compare.Reports;

/// <summary>
/// Writes a part's tables:
/// <code>
/// |  | CPU per request, µs | ÷ Envoy | ÷ nginx | requests per second | ÷ Envoy | ÷ nginx |
/// |---|--:|--:|--:|--:|--:|--:|
/// | ours, traced | 55.1 (53.9–58.2) | 1.04 | 3.10 | 17,950 (17,100–18,300) | 0.96 | 0.40 |
/// </code>
/// A value is the median, followed by the range of the rounds. A ratio is the median of the rounds' ratios, to Envoy in the same mode
/// and to nginx. When there is another build of ours, a last table compares both builds.
/// </summary>
internal static class PartMarkdown
{
    public static string Write(PartReport part)
    {
        List<string> lines = [$"### {part.Heading}", "", part.How, ""];
        foreach (var table in part.Tables)
        {
            if (table.Setting.Length > 0)
            {
                lines.AddRange([$"{table.Setting}:", ""]);
            }

            lines.AddRange([.. Table(table, part.Accounts), ""]);
        }

        if (part.Comparisons is { Count: > 0 } comparisons)
        {
            lines.AddRange(["Ours beside base, round by round:", "", .. ComparisonTable.Write(comparisons, "base"), ""]);
        }

        return string.Join('\n', lines);
    }

    private static IReadOnlyList<string> Table(TableReport table, IReadOnlyList<SpanAccount> accounts)
    {
        var columns = Columns(table);
        var markdown = new MarkdownTable(["", .. columns.Select(column => column.Heading)]);
        foreach (var contender in table.Figures.Select(figure => figure.Contender).Distinct())
        {
            var note = accounts.FirstOrDefault(account => account.Contender == contender)?.Note;
            markdown.Add([contender + note, .. columns.Select(column => column.Cell(contender))]);
        }

        return markdown.Lines;
    }

    private static List<(string Heading, Func<Contender, string> Cell)> Columns(TableReport table)
    {
        var hasNginx = table.Figures.Exists(figure => figure.Contender.Kind == ProxyKind.Nginx);
        List<(string, Func<Contender, string>)> columns = [];
        foreach (var metric in table.Figures.Select(figure => figure.Metric).Distinct())
        {
            columns.Add((metric.Unit.Length == 0 ? metric.Name : $"{metric.Name}, {metric.Unit}", of => Value(table.Find(metric, of))));
            if (metric.HasRatios)
            {
                columns.Add(("÷ Envoy", of => Ratio(table.Find(metric, of), table.Find(metric, of with { Kind = ProxyKind.Envoy }))));
            }

            if (metric.HasRatios && hasNginx)
            {
                columns.Add(("÷ nginx", of => Ratio(table.Find(metric, of), table.Find(metric, new Contender(ProxyKind.Nginx, Mode.Untraced)))));
            }
        }

        return columns;
    }

    private static string Value(Figure? figure) => figure?.Metric.Format(figure.Rounds) ?? "";

    private static string Ratio(Figure? figure, Figure? reference) =>
        figure is not null && reference is not null && Statistics.Ratios(figure.Rounds, reference.Rounds) is { Count: > 0 } ratios
            ? Statistics.Median(ratios).ToString("N2", CultureInfo.InvariantCulture)
            : "";
}
