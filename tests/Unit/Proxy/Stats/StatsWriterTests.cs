using System.Text;
using System.Text.Json;
using ZipkinMesh.Proxy.Admin.Stats;
using ZipkinMesh.Proxy.Stats;

namespace ZipkinMesh.Tests.Proxy.Stats;

/// <summary>Tests the three formats. The expected texts have the form of Envoy 1.40's.</summary>
public sealed class StatsWriterTests
{
    private static readonly StatDefinition Responses =
        new("cluster.upstream_rq_xx", StatKind.Counter, "", "Any.", "cluster.{envoy.cluster_name}.upstream_rq_{envoy.response_code_class}xx");

    private static readonly StatDefinition Live = new("server.live", StatKind.Gauge, "", "Any.", "server.live");
    private static readonly StatDefinition Own = new("zipkin_mesh.spans_dropped", StatKind.Counter, "", "Any.", "zipkin_mesh.spans_dropped");
    private static readonly StatDefinition Time = new("cluster.upstream_rq_time", StatKind.Histogram, "ms", "Any.", "cluster.{envoy.cluster_name}.upstream_rq_time");

    [Fact]
    public void Text_OfAllKinds_HasALineEach() => Assert.Equal(
        "cluster.a.upstream_rq_2xx: 3\nserver.live: 1\ncluster.a.upstream_rq_time: "
        + "P0(nan,6.05) P25(nan,6.05) P50(nan,6.05) P75(nan,6.05) P90(nan,6.05) P95(nan,6.05) P99(nan,6.05) P99.5(nan,6.05) P99.9(nan,6.05) P100(nan,6.05)\n",
        TextStatsWriter.Write([Counter("a"), new(Live, [], 1), Histogram(6.04)], HistogramMode.Default));

    [Fact]
    public void Text_HistogramWithoutValues_SaysSo() => Assert.Equal(
        "cluster.a.upstream_rq_time: No recorded values\n", TextStatsWriter.Write([Histogram()], HistogramMode.Default));

    [Theory]
    [InlineData(nameof(HistogramMode.Cumulative), "B5(0,0) B10(0,1) B25(0,1)")]
    [InlineData(nameof(HistogramMode.Disjoint), "B5(0,0) B10(0,1) B25(0,0)")]
    [InlineData(nameof(HistogramMode.Cumulative), "B600000(0,1) B1.8e+06(0,1) B3.6e+06(0,1)\n")]
    public void Text_Buckets_HaveIntervalAndTotal(string mode, string expected) => Assert.Contains(
        expected, TextStatsWriter.Write([Histogram(6.04)], Enum.Parse<HistogramMode>(mode)), StringComparison.Ordinal);

    [Fact]
    public void Text_Details_HaveBins() => Assert.StartsWith(
        "cluster.a.upstream_rq_time:\n  totals=6,0.1:2, 16,1:1\n  intervals=\n  summary=P0(nan,",
        TextStatsWriter.Write([Histogram(6.04, 6.04, 16.5)], HistogramMode.Detailed),
        StringComparison.Ordinal);

    [Fact]
    public void Json_Summary_HasEnvoysShape()
    {
        var stats = Json([Counter("a"), Histogram(6.04)], HistogramMode.Default);

        Assert.Equal("""{"name":"cluster.a.upstream_rq_2xx","value":3}""", stats[0].GetRawText());
        var histograms = stats[1].GetProperty("histograms");
        Assert.Equal("[0,25,50,75,90,95,99,99.5,99.9,100]", histograms.GetProperty("supported_quantiles").GetRawText());
        var histogram = histograms.GetProperty("computed_quantiles")[0];
        Assert.Equal("cluster.a.upstream_rq_time", histogram.GetProperty("name").GetString());
        Assert.Equal(10, histogram.GetProperty("values").GetArrayLength());
        Assert.Equal("""{"cumulative":6.05,"interval":null}""", histogram.GetProperty("values")[0].GetRawText());
    }

    [Fact]
    public void Json_Buckets_HaveEnvoysShape() => Assert.Equal(
        """{"upper_bound":10,"interval":0,"cumulative":1}""",
        Json([Histogram(6.04)], HistogramMode.Cumulative)[0].GetProperty("histograms")[0].GetProperty("buckets")[3].GetRawText());

    [Fact]
    public void Json_Details_HaveEnvoysShape() => Assert.Equal(
        """[{"lower_bound":6,"width":0.1,"count":1}]""",
        Json([Histogram(6.04)], HistogramMode.Detailed)[0].GetProperty("histograms").GetProperty("details")[0].GetProperty("totals").GetRawText());

    [Fact]
    public void Json_NoStatistic_IsAnEmptyList() => Assert.Empty(Json([], HistogramMode.Default));

    [Fact]
    public void Prometheus_OfAllKinds_HasCountersFirstAndHistogramsLast()
    {
        var text = PrometheusStatsWriter.Write([Histogram(6.04), new(Live, [], 1), Counter("a"), Counter("b"), new(Own, [], 2)], HistogramMode.Default);

        Assert.StartsWith(
            """
            # HELP envoy_cluster_upstream_rq_xx Any.
            # TYPE envoy_cluster_upstream_rq_xx counter
            envoy_cluster_upstream_rq_xx{envoy_response_code_class="2",envoy_cluster_name="a"} 3
            envoy_cluster_upstream_rq_xx{envoy_response_code_class="2",envoy_cluster_name="b"} 3
            # HELP zipkin_mesh_spans_dropped Any.
            # TYPE zipkin_mesh_spans_dropped counter
            zipkin_mesh_spans_dropped{} 2
            # HELP envoy_server_live Any.
            # TYPE envoy_server_live gauge
            envoy_server_live{} 1
            # HELP envoy_cluster_upstream_rq_time Any.
            # TYPE envoy_cluster_upstream_rq_time histogram
            envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name="a",le="0.5"} 0
            """,
            text,
            StringComparison.Ordinal);
        Assert.EndsWith(
            """
            envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name="a",le="3600000"} 1
            envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name="a",le="+Inf"} 1
            envoy_cluster_upstream_rq_time_sum{envoy_cluster_name="a"} 6.04
            envoy_cluster_upstream_rq_time_count{envoy_cluster_name="a"} 1

            """,
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Prometheus_NameWithQuotes_IsEscaped() => Assert.Contains(
        """envoy_cluster_name="a\"\\b\nc"} 3""", PrometheusStatsWriter.Write([Counter("a\"\\b\nc")], HistogramMode.Default), StringComparison.Ordinal);

    private static StatSeries Counter(string cluster) => new(Responses, [new(StatTags.CodeClass, "2"), new(StatTags.Cluster, cluster)], 3);

    private static StatSeries Histogram(params double[] values)
    {
        var counts = new HistogramCounts();
        Array.ForEach(values, counts.Record);
        return new(Time, [new(StatTags.Cluster, "a")], 0, counts.Read(), HistogramSnapshot.Empty);
    }

    private static JsonElement[] Json(StatSeries[] series, HistogramMode mode)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            JsonStatsWriter.Write(json, series, mode);
        }

        return [.. JsonDocument.Parse(Encoding.UTF8.GetString(body.ToArray())).RootElement.GetProperty("stats").EnumerateArray()];
    }
}
