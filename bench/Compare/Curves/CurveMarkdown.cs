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
            $"{report.Unit}; {report.RoundCount} rounds of {report.Seconds} s.",
            "",
            $"| {curve.Growing} | {string.Join(" | ", curve.Points.Select(curve.Label))} |",
            $"|---|{string.Concat(curve.Points.Select(_ => "--:|"))}",
            .. report.Series.Select(series => $"| {series.Name} | {string.Join(" | ", series.Points.Select(point => $"{point.Median:N1}"))} |"),
            .. remarks.Select(remark => $"\n{remark}"),
            "",
        ]);
    }
}
