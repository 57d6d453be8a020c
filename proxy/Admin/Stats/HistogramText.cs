using System.Globalization;
using System.Text;
using ZipkinMesh.Proxy.Stats;

namespace ZipkinMesh.Proxy.Admin.Stats;

/// <summary>Writes histograms as Envoy's text does.</summary>
internal static class HistogramText
{
    /// <summary>Writes the quantiles, of the last interval and since the start.</summary>
    /// <remarks><c>P0(1.05,1.05) P25(nan,2.1) ... P100(nan,18.5)</c>; without any value <c>No recorded values</c>.</remarks>
    public static void WriteSummary(StringBuilder text, StatSeries series)
    {
        if (series.Histogram!.Count == 0)
        {
            text.Append("No recorded values");
            return;
        }

        var separator = "";
        foreach (var quantile in HistogramSnapshot.Quantiles)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{separator}P{Percent(quantile)}({Number(series.Interval!.Quantile(quantile))},{Number(series.Histogram.Quantile(quantile))})");
            separator = " ";
        }
    }

    /// <summary>Writes the numbers of values by bucket.</summary>
    /// <remarks><c>B0.5(0,8) B1(0,10) ... B3.6e+06(0,15)</c></remarks>
    public static void WriteBuckets(StringBuilder text, StatSeries series, bool isCumulative)
    {
        if (series.Histogram!.Count == 0)
        {
            text.Append("No recorded values");
            return;
        }

        var separator = "";
        foreach (var (bound, interval, total) in HistogramBuckets.Of(series, isCumulative))
        {
            text.Append(CultureInfo.InvariantCulture, $"{separator}B{Bound(bound)}({interval},{total})");
            separator = " ";
        }
    }

    /// <summary>Writes all bins and the quantiles.</summary>
    /// <remarks>
    /// <code>
    /// NAME:
    ///   totals=0,0:8, 1,0.1:2, 16,1:1
    ///   intervals=
    ///   summary=P0(nan,0) ...
    /// </code>
    /// </remarks>
    public static void WriteDetails(StringBuilder text, StatSeries series)
    {
        text.Append("\n  totals=");
        WriteBins(text, series.Histogram!);
        text.Append("\n  intervals=");
        WriteBins(text, series.Interval!);
        text.Append("\n  summary=");
        WriteSummary(text, series);
    }

    /// <summary>Returns a quantile in percent, such as 99.5.</summary>
    public static double Percent(double quantile) => Math.Round(quantile * 100, 1);

    private static void WriteBins(StringBuilder text, HistogramSnapshot histogram) => text.AppendJoin(
        ", ", histogram.Bins.Select(bin => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(bin.Lower, 9)},{bin.Width}:{bin.Count}")));

    private static string Number(double? value) => value is { } number ? number.ToString(CultureInfo.InvariantCulture) : "nan";

    // C's %g, with its six digits.
    private static string Bound(double bound) =>
        bound < 1e6 ? bound.ToString(CultureInfo.InvariantCulture) : bound.ToString("0.##e+00", CultureInfo.InvariantCulture);
}
