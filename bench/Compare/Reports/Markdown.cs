using System.Globalization;
using ZipkinMesh.Compare.Proxies;

namespace ZipkinMesh.Compare.Reports;

/// <summary>
/// A part's tables:
/// <code>
/// | | CPU per request, µs | ÷ Envoy | ÷ nginx | requests per second | ÷ Envoy | ÷ nginx |
/// |---|--:|--:|--:|--:|--:|--:|
/// | ours, traced | 55.1 (53.9–58.2) | 1.04 | 3.10 | 17,950 (17,100–18,300) | 0.96 | 0.40 |
/// </code>
/// Medians, with the least and the most where there are several rounds. A ratio is the median of the rounds' ratios; Envoy's is the one in
/// the same mode.
/// </summary>
internal static class Markdown
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

            lines.AddRange(Table(table, part.Accounts));
            lines.Add("");
        }

        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Table(TableReport table, IReadOnlyList<Account> accounts)
    {
        var columns = Columns(table);
        yield return Row(["", .. columns.Select(column => column.Heading)]);
        yield return Row(["---", .. columns.Select(_ => "--:")]).Replace(" ", "", StringComparison.Ordinal);
        foreach (var contender in table.Figures.Select(figure => figure.Contender).Distinct())
        {
            var remark = accounts.FirstOrDefault(account => account.Contender == contender)?.Remark;
            yield return Row([contender + remark, .. columns.Select(column => column.Cell(contender))]);
        }
    }

    private static List<(string Heading, Func<Contender, string> Cell)> Columns(TableReport table)
    {
        var hasNginx = table.Figures.Exists(figure => figure.Contender.Kind == ProxyKind.Nginx);
        List<(string, Func<Contender, string>)> columns = [];
        foreach (var metric in table.Figures.Select(figure => figure.Metric).Distinct())
        {
            columns.Add((metric.Unit.Length == 0 ? metric.Name : $"{metric.Name}, {metric.Unit}", of => Value(Find(table, metric, of))));
            if (metric.HasRatios)
            {
                columns.Add(("÷ Envoy", of => Ratio(Find(table, metric, of), Find(table, metric, of with { Kind = ProxyKind.Envoy }))));
            }

            if (metric.HasRatios && hasNginx)
            {
                columns.Add(("÷ nginx", of => Ratio(Find(table, metric, of), Find(table, metric, new Contender(ProxyKind.Nginx, Mode.Untraced)))));
            }
        }

        return columns;
    }

    private static Figure? Find(TableReport table, Metric metric, Contender contender) =>
        table.Figures.Find(figure => figure.Metric == metric && figure.Contender == contender);

    private static string Value(Figure? figure)
    {
        if (figure is null)
        {
            return "";
        }

        var format = $"N{figure.Metric.Decimals}";
        return figure.Rounds.Count == 1 ? Number(figure.Median) : $"{Number(figure.Median)} ({Number(figure.Rounds.Min())}–{Number(figure.Rounds.Max())})";

        string Number(double value) => value.ToString(format, CultureInfo.InvariantCulture);
    }

    // Round by round: what slows the machine for a while slows both.
    private static string Ratio(Figure? figure, Figure? to) => figure is null || to is null || to.Rounds.Contains(0)
        ? ""
        : $"{Statistics.Median([.. figure.Rounds.Zip(to.Rounds, (of, by) => of / by)]):N2}";

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}
