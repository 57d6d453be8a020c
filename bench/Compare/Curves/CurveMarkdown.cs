using ZipkinMesh.Compare.Reports;

namespace ZipkinMesh.Compare.Curves;

/// <summary>
/// A curve in figures:
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
        var remarks = report.Accounts.Select(account => account.Remark.Length > 0 ? $"{account.Contender}{account.Remark}" : "").Where(remark => remark.Length > 0);
        return string.Join('\n',
        [
            $"### {curve.Title}",
            "",
            $"{report.Unit}; rounds of {report.Seconds} s: {report.RoundCount}.",
            "",
            $"| {curve.Growing} | {string.Join(" | ", curve.Points.Select(curve.Label))} |",
            $"|---|{string.Concat(curve.Points.Select(_ => "--:|"))}",
            .. report.Series.Select(series => $"| {series.Name} | {string.Join(" | ", curve.Points.Select(x => Cell(series, x)))} |"),
            .. report.Missing.Select(missing => $"\n{missing}"),
            .. remarks.Select(remark => $"\n{remark}"),
            "",
        ]);
    }

    private static string Cell(CurveSeries series, int x) => series.Points.Find(point => point.X == x) is { } point ? $"{point.Median:N1}" : "";
}
