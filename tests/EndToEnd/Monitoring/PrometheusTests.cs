using System.Globalization;
using System.Text.RegularExpressions;
using ZipkinMesh.Tests.WholeMesh;

namespace ZipkinMesh.Tests.Monitoring;

/// <summary>Tests that a real Prometheus reads the statistics of the mesh, and answers the queries of dashboards.</summary>
public sealed partial class PrometheusTests
{
    [Fact]
    public async Task Variables_BeforeFirstRequest_HaveTheirValues()
    {
        _ = DebianPrometheus.Find("prometheus");
        using var mesh = await LocalMesh.StartAsync();
        using var prometheus = await ScrapeAsync(mesh);

        Assert.Equal(["local_service", "service1", "service2", "zipkin"], await prometheus.LabelValuesAsync("envoy_cluster_upstream_rq_xx", "envoy_cluster_name"));
        var responses = await prometheus.QueryAsync("envoy_cluster_upstream_rq_xx");
        Assert.Equal(5 * 5, responses.Count); // five classes of two clusters of the front proxy and three of the sidecar
        Assert.All(responses, series => Assert.Equal("0", $"{series!["value"]![1]}"));
        foreach (var variable in MonitoringFiles.Variables)
        {
            var query = LabelValues().Match(variable);
            Assert.NotEmpty(await prometheus.LabelValuesAsync(Fill(query.Groups["selector"].Value), query.Groups["label"].Value));
        }
    }

    [Fact]
    public async Task Queries_UnderTraffic_HaveData()
    {
        _ = DebianPrometheus.Find("prometheus");
        using var mesh = await LocalMesh.StartAsync();
        using var prometheus = await ScrapeAsync(mesh);
        using var client = new HttpClient();

        await prometheus.PollAsync(async () =>
        {
            await RequestAsync(client, mesh);
            List<string> missing = [];
            foreach (var query in MonitoringFiles.Queries)
            {
                var series = await prometheus.QueryAsync(Fill(query.Expression));
                if (!series.Any(one => double.IsFinite(Number($"{one!["value"]![1]}")) && query.LegendLabels.All(label => one["metric"]![label] is not null)))
                {
                    missing.Add($"{query.Panel}: {Fill(query.Expression)}");
                }
            }

            return missing;
        });

        // On a busy machine, a scrape can fail.
        Assert.Empty(await prometheus.QueryAsync("ALERTS{alertname!=\"ProxyDown\"}"));
        foreach (var selector in PublicDashboards.Selectors)
        {
            var series = await prometheus.QueryAsync(selector);
            Assert.True(series.Count > 0, selector);
            Assert.All(series, one => Assert.True(Number($"{one!["value"]![1]}") >= 0, selector));
        }
    }

    private static Task<PrometheusServer> ScrapeAsync(LocalMesh mesh) =>
        PrometheusServer.StartAsync(("front-proxy", mesh.FrontAdmin), ("service1", mesh.Service1Admin));

    // One response has an error, as some panels show errors only.
    private static async Task RequestAsync(HttpClient client, LocalMesh mesh)
    {
        Assert.StartsWith("Hello", await client.GetStringAsync($"{mesh.Front}/trace/1", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var response = await client.GetAsync($"{mesh.Front}/nothing", TestContext.Current.CancellationToken);
    }

    // Grafana's choice is four scrape intervals.
    private static string Fill(string expression) => Variable().Replace(expression, match => match.Value switch
    {
        "$__rate_interval" => "10s",
        "$__range" => "1m",
        _ => ".*",
    });

    private static double Number(string value) => double.Parse(value.Replace("+Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\$\w+")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^label_values\((?<selector>.+), (?<label>\w+)\)$")]
    private static partial Regex LabelValues();
}
