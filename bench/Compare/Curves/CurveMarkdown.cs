using ZipkinMesh.Bench.Compare.Contenders;
using ZipkinMesh.Bench.Harness.Reports;

namespace ZipkinMesh.Bench.Compare.Curves;

/// <summary>
/// Writes a curve's figures:
/// <code>
/// | routes | 1 | 10 | 100 |
/// |---|--:|--:|--:|
/// | ours, traced | 55.1 | 55.4 | 58.0 |
/// </code>
/// </summary>
internal static class CurveMarkdown
{
    public static string Write(Curve curve, CurveReport report)
    {
        var table = new MarkdownTable([curve.Growing, .. curve.Points.Select(curve.Label)]);
        foreach (var series in report.Series)
        {
            table.Add([series.Name, .. curve.Points.Select(x => Cell(series, x))]);
        }

        var notes = report.Accounts.Where(account => account.Note.Length > 0).Select(account => $"{account.Contender}{account.Note}");
        return string.Join('\n',
        [
            $"### {curve.Title}",
            "",
            $"{report.Unit}; rounds of {report.Seconds} s: {report.RoundCount}. Machine: {report.Machine}.",
            "",
            .. table.Lines,
            .. report.Missing.Concat(notes).Select(line => $"\n{line}"),
            "",
        ]);
    }

    private static string Cell(CurveSeries series, int x) => series.Points.Find(point => point.X == x) is { } point ? $"{point.Median:N1}" : "";
}
