using System.Globalization;
using System.Text;
using ZipkinMesh.Proxy.Stats;

namespace ZipkinMesh.Proxy.Admin.Stats;

/// <summary>
/// Writes statistics as Envoy's text does: a line each.
/// <code>
/// cluster.service1.upstream_rq_2xx: 15
/// cluster.service1.upstream_rq_time: P0(nan,1.05) P25(nan,2.05) ...
/// </code>
/// </summary>
internal static class TextStatsWriter
{
    public static string Write(IEnumerable<StatSeries> all, HistogramMode mode)
    {
        var text = new StringBuilder();
        foreach (var series in all)
        {
            if (series.Histogram is null)
            {
                text.Append(CultureInfo.InvariantCulture, $"{series.Name}: {series.Value}\n");
                continue;
            }

            text.Append(series.Name).Append(mode == HistogramMode.Detailed ? ":" : ": ");
            WriteHistogram(text, series, mode);
            text.Append('\n');
        }

        return text.ToString();
    }

    private static void WriteHistogram(StringBuilder text, StatSeries series, HistogramMode mode)
    {
        switch (mode)
        {
            case HistogramMode.Cumulative or HistogramMode.Disjoint:
                HistogramText.WriteBuckets(text, series, mode == HistogramMode.Cumulative);
                break;
            case HistogramMode.Detailed:
                HistogramText.WriteDetails(text, series);
                break;
            default:
                HistogramText.WriteSummary(text, series);
                break;
        }
    }
}
