using System.Text.RegularExpressions;
using ZipkinMesh.Tests.Monitoring;

namespace ZipkinMesh.Tests.Admin;

/// <summary>
/// Compares the statistics with Envoy's after the same requests: names, labels and values. The reports to Zipkin and its cluster have other
/// values by design, and so have times and bytes.
/// </summary>
public sealed partial class EnvoyStatsTests(AdminPair pair) : IClassFixture<AdminPair>
{
    private const string Malformed = "GET / HTTP/1.1\r\nHost: a\r\nFoo bar\r\n\r\n";

    // In the order of the pair's upstream.
    private static readonly int[] Statuses = [200, 204, 304, 404, 500, 503];

    [Fact]
    public async Task Stats_AfterTheSameRequests_AreEnvoys()
    {
        var (envoys, ours) = await ReadBothAsync("/stats", ": ");

        Assert.DoesNotContain(ours.Keys, name => !envoys.ContainsKey(name) && !IsOwn(name) && ours[name] is not ("0" or "No recorded values"));
        Assert.Empty(ours.Where(stat => HasSameValue(stat.Key) && envoys.TryGetValue(stat.Key, out var value) && value != stat.Value)
            .Select(stat => $"{stat.Key}: {envoys[stat.Key]} in Envoy, {stat.Value} here"));
    }

    [Fact]
    public async Task Prometheus_AfterTheSameRequests_HasEnvoysNamesAndLabels()
    {
        var (envoys, ours) = await ReadBothAsync("/stats/prometheus", " ");

        Assert.DoesNotContain(ours.Keys, series => !envoys.ContainsKey(series) && !IsOwn(series) && ours[series] != "0");
        Assert.Empty(ours.Where(stat => HasSameValue(stat.Key) && envoys.TryGetValue(stat.Key, out var value) && value != stat.Value)
            .Select(stat => $"{stat.Key}: {envoys[stat.Key]} in Envoy, {stat.Value} here"));
    }

    [Theory]
    [InlineData("GET", "/stats?type=bad")]
    [InlineData("GET", "/stats?type=TextReadouts")]
    [InlineData("GET", "/stats?filter=nothing")]
    [InlineData("GET", "/stats?filter=nothing&format=json")]
    [InlineData("GET", "/stats/prometheus?filter=nothing")]
    [InlineData("GET", "/stats?filter=listener_manager.total_listeners_active")]
    [InlineData("GET", "/stats?filter=cluster.service1.membership_(total|healthy)&format=json")]
    [InlineData("GET", "/stats?filter=%5Ecluster.service1.membership_total$&type=Gauges")]
    [InlineData("GET", "/stats?filter=%5Ecluster.service1.membership_total$&type=Counters")]
    [InlineData("GET", "/reset_counters")]
    public async Task Answer_OfQuery_IsEnvoys(string method, string target) =>
        Assert.Equal(await pair.SendAsync(pair.Envoys, method, target), await pair.SendAsync(pair.Ours, method, target));

    [Theory]
    [InlineData("/stats?format=other")]
    [InlineData("/stats?filter=(")]
    [InlineData("/stats?histogram_buckets=other")]
    public async Task Status_OfWrongQuery_IsEnvoys(string target)
    {
        var (envoys, ours) = (await pair.SendAsync(pair.Envoys, "GET", target), await pair.SendAsync(pair.Ours, "GET", target));

        Assert.Equal((envoys.Status, envoys.ContentType), (ours.Status, ours.ContentType));
    }

    // Envoy's values appear with its next flush.
    [Theory]
    [InlineData("")]
    [InlineData("&histogram_buckets=summary")]
    [InlineData("&histogram_buckets=cumulative")]
    [InlineData("&histogram_buckets=disjoint")]
    [InlineData("&histogram_buckets=detailed")]
    public async Task Json_OfHistogram_HasEnvoysKeys(string mode)
    {
        var target = $"/stats?format=json&type=Histograms&filter=cluster.service1.upstream_rq_time{mode}";
        await WaitForAsync(async () => (await pair.SendAsync(pair.Envoys, "GET", "/stats?filter=cluster.service1.upstream_rq_time")).Body.Contains("P0", StringComparison.Ordinal));

        var (envoys, ours) = (await pair.SendAsync(pair.Envoys, "GET", target), await pair.SendAsync(pair.Ours, "GET", target));

        Assert.Equal(envoys.KeyPaths().Except(IntervalKeys), ours.KeyPaths().Except(IntervalKeys));
    }

    // Present while an interval has values.
    private static readonly string[] IntervalKeys =
    [
        ".stats[].histograms.details[].intervals[].lower_bound", ".stats[].histograms.details[].intervals[].width", ".stats[].histograms.details[].intervals[].count",
    ];

    [Fact]
    public async Task Promtool_Metrics_HasNoComplaintThatEnvoysNamesDontCause()
    {
        _ = DebianPrometheus.Find("promtool");
        await SendRequestsAsync(pair.Envoys);
        await SendRequestsAsync(pair.Ours);

        var envoys = await DebianPrometheus.CheckMetricsAsync((await pair.SendAsync(pair.Envoys, "GET", "/stats/prometheus")).Body);
        var ours = await DebianPrometheus.CheckMetricsAsync((await pair.SendAsync(pair.Ours, "GET", "/stats/prometheus")).Body);

        Assert.Empty(ours.Except(envoys));
    }

    private static bool IsOwn(string name) => name.StartsWith("zipkin_mesh", StringComparison.Ordinal);

    private static bool HasSameValue(string name) => !Varying().IsMatch(name);

    private async Task<(Dictionary<string, string> Envoys, Dictionary<string, string> Ours)> ReadBothAsync(string path, string separator)
    {
        await SendRequestsAsync(pair.Envoys);
        await SendRequestsAsync(pair.Ours);
        Dictionary<string, string> envoys = [], ours = [];
        await WaitForAsync(async () =>
        {
            (envoys, ours) = (await ReadAsync(pair.Envoys, path, separator), await ReadAsync(pair.Ours, path, separator));

            // Each has an open connection, that of the fixture.
            return new[] { envoys, ours }.All(stats => Active().Where(stats.ContainsKey).All(name => stats[name] == (name.Contains("_rq_", StringComparison.Ordinal) ? "0" : "1")));
        });
        return (envoys, ours);
    }

    private static string[] Active() =>
    [
        "http.ingress_http.downstream_rq_active", "http.ingress_http.downstream_cx_active",
        "envoy_http_downstream_rq_active{envoy_http_conn_manager_prefix=\"ingress_http\"}", "envoy_http_downstream_cx_active{envoy_http_conn_manager_prefix=\"ingress_http\"}",
    ];

    private async Task<Dictionary<string, string>> ReadAsync(Uri server, string path, string separator)
    {
        var answer = await pair.SendAsync(server, "GET", path);
        return answer.Lines.Where(line => line[0] != '#' && !line.Contains("time_bucket{", StringComparison.Ordinal))
            .Select(line => line.Replace($"127.0.0.1_{pair.PortOf(server)}", "LISTENER", StringComparison.Ordinal))
            .ToDictionary(line => line[..line.LastIndexOf(separator, StringComparison.Ordinal)], line => line[(line.LastIndexOf(separator, StringComparison.Ordinal) + separator.Length)..]);
    }

    // One connection each, so that both have the same number of them; the connections to the upstream depend on how fast a response ends.
    private async Task SendRequestsAsync(Uri server)
    {
        foreach (var status in Statuses)
        {
            pair.Upstream.Handler = RawServer.Status(status);
            await SendAsync(server, RawRequest.Get("/any"));
        }

        pair.Upstream.Handler = RawServer.RawThenClose("");
        await SendAsync(server, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
        pair.Upstream.Handler = RawServer.Status(200);
        await SendAsync(server, Malformed);
        await SendAsync(server, RawRequest.Get("/any", "x-client-trace-id: a"));
    }

    private async Task SendAsync(Uri server, string request)
    {
        using var connection = await RawConnection.OpenAsync(pair.PortOf(server));
        await connection.WriteAsync(request);
        await connection.ReadResponseAsync(request.Split(' ')[0]);
    }

    private static async Task WaitForAsync(Func<Task<bool>> condition)
    {
        for (var deadline = DateTime.UtcNow + Lines.Bound; !await condition(); await Task.Delay(50))
        {
            Assert.True(DateTime.UtcNow < deadline, "The statistics didn't settle.");
        }
    }

    [GeneratedRegex("zipkin|bytes|_time|^server|^envoy_server|upstream_cx|pending|cluster_manager|cluster_added|uptime")]
    private static partial Regex Varying();
}
