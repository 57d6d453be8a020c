using System.Text.Json;
using ZipkinMesh.Proxy.Stats;

namespace ZipkinMesh.Proxy.Admin.Stats;

/// <summary>
/// Writes statistics as Envoy's JSON does. The form of the histograms depends on the mode.
/// <code>
/// {"stats":[{"name":"cluster.service1.upstream_rq_2xx","value":15}, ...,
///   {"histograms":{"supported_quantiles":[0,25,...],"computed_quantiles":[{"name":"...","values":[{"cumulative":1.05,"interval":null},...]}]}}]}
/// {"stats":[..., {"histograms":[{"name":"...","buckets":[{"upper_bound":0.5,"interval":0,"cumulative":8},...]}]}]}
/// </code>
/// </summary>
internal static class JsonStatsWriter
{
    public static void Write(Utf8JsonWriter json, IReadOnlyCollection<StatSeries> all, HistogramMode mode)
    {
        json.WriteStartObject();
        json.WriteStartArray("stats");
        foreach (var series in all.Where(series => series.Histogram is null))
        {
            json.WriteStartObject();
            json.WriteString("name", series.Name);
            json.WriteNumber("value", series.Value);
            json.WriteEndObject();
        }

        StatSeries[] histograms = [.. all.Where(series => series.Histogram is not null)];
        if (histograms.Length > 0)
        {
            json.WriteStartObject();
            json.WritePropertyName("histograms");
            WriteHistograms(json, histograms, mode);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteHistograms(Utf8JsonWriter json, StatSeries[] histograms, HistogramMode mode)
    {
        switch (mode)
        {
            case HistogramMode.Cumulative or HistogramMode.Disjoint:
                json.WriteStartArray();
                foreach (var series in histograms)
                {
                    WriteBuckets(json, series, mode == HistogramMode.Cumulative);
                }

                json.WriteEndArray();
                break;
            case HistogramMode.Detailed:
                WriteQuantiles(json, histograms, ("supported_percentiles", "details", "percentiles"), hasBins: true);
                break;
            default:
                WriteQuantiles(json, histograms, ("supported_quantiles", "computed_quantiles", "values"), hasBins: false);
                break;
        }
    }

    private static void WriteBuckets(Utf8JsonWriter json, StatSeries series, bool isCumulative)
    {
        json.WriteStartObject();
        json.WriteString("name", series.Name);
        json.WriteStartArray("buckets");
        foreach (var (bound, interval, total) in HistogramBuckets.Of(series, isCumulative))
        {
            json.WriteStartObject();
            json.WriteNumber("upper_bound", bound);
            json.WriteNumber("interval", interval);
            json.WriteNumber("cumulative", total);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteQuantiles(
        Utf8JsonWriter json, StatSeries[] histograms, (string Supported, string List, string Values) names, bool hasBins)
    {
        json.WriteStartObject();
        json.WriteStartArray(names.Supported);
        foreach (var quantile in HistogramSnapshot.Quantiles)
        {
            json.WriteNumberValue(HistogramText.Percent(quantile));
        }

        json.WriteEndArray();
        json.WriteStartArray(names.List);
        foreach (var series in histograms)
        {
            json.WriteStartObject();
            json.WriteString("name", series.Name);
            if (hasBins)
            {
                WriteBins(json, "totals", series.Histogram!);
                WriteBins(json, "intervals", series.Interval!);
            }

            WriteValues(json, names.Values, series);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteBins(Utf8JsonWriter json, string name, HistogramSnapshot histogram)
    {
        json.WriteStartArray(name);
        foreach (var bin in histogram.Bins)
        {
            json.WriteStartObject();
            json.WriteNumber("lower_bound", Math.Round(bin.Lower, 9));
            json.WriteNumber("width", bin.Width);
            json.WriteNumber("count", bin.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteValues(Utf8JsonWriter json, string name, StatSeries series)
    {
        json.WriteStartArray(name);
        foreach (var quantile in HistogramSnapshot.Quantiles)
        {
            json.WriteStartObject();
            WriteNumber(json, "cumulative", series.Histogram!.Quantile(quantile));
            WriteNumber(json, "interval", series.Interval!.Quantile(quantile));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
