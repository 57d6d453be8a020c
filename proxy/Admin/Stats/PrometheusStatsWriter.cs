using System.Globalization;
using System.Text;
using ZipkinMesh.Proxy.Stats;

namespace ZipkinMesh.Proxy.Admin.Stats;

/// <summary>
/// Writes statistics in the text format of Prometheus, with Envoy's names and labels: counters first, then gauges, then histograms.
/// <code>
/// # HELP envoy_cluster_upstream_rq_xx Those responses, by class of their status code.
/// # TYPE envoy_cluster_upstream_rq_xx counter
/// envoy_cluster_upstream_rq_xx{envoy_response_code_class="2",envoy_cluster_name="service1"} 15
/// </code>
/// Envoy writes no help. The statistics of this proxy only, <c>zipkin_mesh_...</c>, don't begin with <c>envoy_</c>.
/// </summary>
internal static class PrometheusStatsWriter
{
    private const string OwnPrefix = "zipkin_mesh.";

    public static string Write(IEnumerable<StatSeries> all, HistogramMode mode)
    {
        var text = new StringBuilder();
        var metrics = all.GroupBy(series => series.Definition)
            .Select(group => (Name: NameOf(group.Key), group.Key.Kind, Series: group))
            .OrderBy(metric => metric.Kind).ThenBy(metric => metric.Name, StringComparer.Ordinal);
        foreach (var metric in metrics)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {metric.Name} {metric.Series.Key.Description}\n");
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {metric.Name} {TypeOf(metric.Kind, mode)}\n");
            foreach (var series in metric.Series)
            {
                var labels = LabelsOf(series);
                if (series.Histogram is null)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{metric.Name}{{{labels}}} {series.Value}\n");
                }
                else if (mode == HistogramMode.Summary)
                {
                    WriteSummary(text, metric.Name, labels, series);
                }
                else
                {
                    WriteBuckets(text, metric.Name, labels, series);
                }
            }
        }

        return text.ToString();
    }

    private static void WriteBuckets(StringBuilder text, string name, string labels, StatSeries series)
    {
        foreach (var (bound, _, total) in HistogramBuckets.Of(series, isCumulative: true))
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels},le=\"{bound}\"}} {total}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels},le=\"+Inf\"}} {series.Histogram!.Count}\n");
        WriteTotals(text, name, labels, series.Histogram);
    }

    // Like Envoy, of the last interval.
    private static void WriteSummary(StringBuilder text, string name, string labels, StatSeries series)
    {
        foreach (var quantile in HistogramSnapshot.Quantiles)
        {
            var value = series.Interval!.Quantile(quantile) is { } number ? number.ToString(CultureInfo.InvariantCulture) : "NaN";
            text.Append(CultureInfo.InvariantCulture, $"{name}{{{labels},quantile=\"{quantile}\"}} {value}\n");
        }

        WriteTotals(text, name, labels, series.Interval!);
    }

    private static void WriteTotals(StringBuilder text, string name, string labels, HistogramSnapshot histogram) =>
        text.Append(CultureInfo.InvariantCulture, $"{name}_sum{{{labels}}} {histogram.Sum}\n{name}_count{{{labels}}} {histogram.Count}\n");

    private static string TypeOf(StatKind kind, HistogramMode mode) => kind switch
    {
        StatKind.Counter => "counter",
        StatKind.Gauge => "gauge",
        _ => mode == HistogramMode.Summary ? "summary" : "histogram",
    };

    private static string NameOf(StatDefinition definition) =>
        (definition.Name.StartsWith(OwnPrefix, StringComparison.Ordinal) ? "" : "envoy_") + definition.Name.Replace('.', '_');

    private static string LabelsOf(StatSeries series) => string.Join(',', series.Tags.Select(tag => $"{tag.Key.Replace('.', '_')}=\"{Escape($"{tag.Value}")}\""));

    private static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
