using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ZipkinMesh.Proxy.Admin;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>
/// Tests the statistics of requests of every kind, as /stats shows them. The expected changes were observed on Envoy 1.40, which shows the
/// same for the same requests.
/// </summary>
public sealed partial class StatsTests : ProxyTests
{
    private const string Http = "http.ingress_http.";
    private const string Cluster = "cluster.service1.";

    private static readonly string Route = $"ReverseProxy:Routes:{ProxyRole.Front.Cluster}";

    // What each request changes that gets a response.
    private static readonly string[] Answered =
        ["downstream_cx_total", "downstream_rq_total", "downstream_rq_completed", "rq_total", "tracing.random_sampling"];

    // Accepts all reports. Other tests check the spans.
    private readonly RawServer _zipkin = new() { Handler = RawServer.Status(202) };

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _zipkin.DisposeAsync();
    }

    [Theory]
    [InlineData(200, "2xx")]
    [InlineData(404, "4xx")]
    [InlineData(503, "5xx")]
    public async Task Stats_ResponseOfUpstream_AreCountedByStatus(int status, string codeClass)
    {
        var proxy = await StartAsync(Setup());
        proxy.Upstream.Handler = RawServer.Status(status);

        await AssertChangesAsync(
            proxy,
            () => proxy.GetAsync("/"),
            [
                .. Answered.Select(name => Http + name), $"{Http}downstream_rq_{codeClass}",
                $"{Cluster}upstream_cx_total", $"{Cluster}upstream_rq_total", $"{Cluster}upstream_rq_pending_total", $"{Cluster}upstream_rq_completed",
                $"{Cluster}upstream_rq_{codeClass}", $"{Cluster}upstream_rq_{status}",
            ]);
    }

    [Fact]
    public async Task Stats_NoRoute_CountsNoCluster()
    {
        var proxy = await StartAsync(Setup().With($"{Route}:Metadata:Prefix", "/only"));

        await AssertChangesAsync(
            proxy, () => proxy.GetAsync("/other"), [.. Answered.Select(name => Http + name), $"{Http}downstream_rq_4xx", $"{Http}no_route"]);
    }

    [Fact]
    public async Task Stats_ConnectionRefused_IsNoRequestOfTheUpstream()
    {
        var proxy = await StartAsync(Setup().WithUpstream($"http://127.0.0.1:{Scratch.FreePorts(1)[0]}"));

        await AssertChangesAsync(
            proxy,
            () => proxy.GetAsync("/"),
            [
                .. Answered.Select(name => Http + name), $"{Http}downstream_rq_5xx",
                $"{Cluster}upstream_cx_total", $"{Cluster}upstream_cx_connect_fail", $"{Cluster}upstream_cx_destroy", $"{Cluster}upstream_cx_destroy_remote",
                $"{Cluster}upstream_rq_pending_total", $"{Cluster}upstream_rq_pending_failure_eject", $"{Cluster}upstream_rq_completed",
                $"{Cluster}upstream_rq_5xx", $"{Cluster}upstream_rq_503",
            ]);
    }

    [Fact]
    public async Task Stats_UpstreamCloses_CountsTheEndOfTheConnection()
    {
        var proxy = await StartAsync(Setup().With($"{Route}:Metadata:NumRetries", "0"));
        proxy.Upstream.Handler = RawServer.RawThenClose("");

        await AssertChangesAsync(
            proxy,
            () => proxy.GetAsync("/"),
            [
                .. Answered.Select(name => Http + name), $"{Http}downstream_rq_5xx",
                $"{Cluster}upstream_cx_total", $"{Cluster}upstream_cx_destroy", $"{Cluster}upstream_cx_destroy_remote", $"{Cluster}upstream_rq_total",
                $"{Cluster}upstream_rq_pending_total", $"{Cluster}upstream_rq_completed", $"{Cluster}upstream_rq_5xx", $"{Cluster}upstream_rq_503",
            ]);
    }

    [Fact]
    public async Task Stats_Timeout_IsCountedOnce()
    {
        var proxy = await StartAsync(Setup().WithRouteTimeout("00:00:00.100"));
        proxy.Upstream.Handler = RawServer.Hang();

        await AssertChangesAsync(
            proxy,
            () => proxy.GetAsync("/"),
            [
                .. Answered.Select(name => Http + name), $"{Http}downstream_rq_5xx",
                $"{Cluster}upstream_cx_total", $"{Cluster}upstream_cx_destroy", $"{Cluster}upstream_cx_destroy_local", $"{Cluster}upstream_rq_total",
                $"{Cluster}upstream_rq_pending_total", $"{Cluster}upstream_rq_completed", $"{Cluster}upstream_rq_5xx", $"{Cluster}upstream_rq_504",
                $"{Cluster}upstream_rq_timeout",
            ]);
    }

    [Fact]
    public async Task Stats_RetryThatSucceeds_CountsBothTriesAndOneResponse()
    {
        var proxy = await StartAsync(Setup().With($"{Route}:Metadata:RetryOn", "5xx"));
        RawServer.RequestHandler ok = RawServer.Status(200), failing = RawServer.Status(503);
        proxy.Upstream.Handler = (request, connection, cancel) => (proxy.Upstream.RequestCount == 1 ? failing : ok)(request, connection, cancel);

        await AssertChangesAsync(
            proxy,
            () => proxy.GetAsync("/"),
            [
                .. Answered.Select(name => Http + name), $"{Http}downstream_rq_2xx",
                $"{Cluster}upstream_rq_total +2", $"{Cluster}upstream_rq_completed", $"{Cluster}upstream_rq_2xx", $"{Cluster}upstream_rq_200",
                $"{Cluster}upstream_rq_retry", $"{Cluster}upstream_rq_retry_success",
            ],
            ignore: ["upstream_cx_", "upstream_rq_pending_total"]);
    }

    [Fact]
    public async Task Stats_RetriesThatFail_CountTheLimit()
    {
        var proxy = await StartAsync(Setup().With($"{Route}:Metadata:RetryOn", "5xx").With($"{Route}:Metadata:NumRetries", "2"));
        proxy.Upstream.Handler = RawServer.Status(502);

        await AssertChangesAsync(
            proxy,
            () => proxy.GetAsync("/"),
            [
                .. Answered.Select(name => Http + name), $"{Http}downstream_rq_5xx",
                $"{Cluster}upstream_rq_total +3", $"{Cluster}upstream_rq_completed", $"{Cluster}upstream_rq_5xx", $"{Cluster}upstream_rq_502",
                $"{Cluster}upstream_rq_retry +2", $"{Cluster}upstream_rq_retry_limit_exceeded",
            ],
            ignore: ["upstream_cx_", "upstream_rq_pending_total"]);
    }

    [Fact]
    public async Task Stats_ClientReset_HasNoResponse()
    {
        var proxy = await StartAsync(Setup());
        proxy.Upstream.Handler = RawServer.Hang();

        await AssertChangesAsync(
            proxy,
            async () =>
            {
                var client = await proxy.ConnectAsync();
                await client.WriteAsync(RawRequest.Get("/"));
                await proxy.Upstream.TakeAsync();
                client.Reset();
            },
            [
                $"{Http}downstream_cx_total", $"{Http}downstream_rq_total", $"{Http}downstream_rq_rx_reset", $"{Http}rq_total", $"{Http}downstream_cx_destroy",
                $"{Cluster}upstream_cx_total", $"{Cluster}upstream_cx_destroy", $"{Cluster}upstream_cx_destroy_local", $"{Cluster}upstream_rq_total",
                $"{Cluster}upstream_rq_pending_total",
            ]);
    }

    [Theory]
    [InlineData("GET / HTTP/1.0\r\nHost: a\r\n\r\n", "4xx")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nFoo bar\r\n\r\n", "4xx")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", "5xx")]
    public async Task Stats_MalformedRequest_IsAResetWithAResponse(string request, string codeClass)
    {
        var proxy = await StartAsync(Setup());

        await AssertChangesAsync(
            proxy,
            () => proxy.SendAsync(request),
            [
                $"{Http}downstream_cx_total", $"{Http}downstream_rq_total", $"{Http}downstream_rq_completed", $"{Http}downstream_rq_{codeClass}",
                $"{Http}downstream_rq_rx_reset", $"{Http}downstream_cx_protocol_error", $"{Http}tracing.not_traceable",
            ],
            ignore: ["downstream_cx_destroy"]);
    }

    [Fact]
    public async Task Stats_TruncatedResponse_CountsItsStatusAndBothResets()
    {
        var proxy = await StartAsync(Setup());
        proxy.Upstream.Handler = RawServer.RawThenClose("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhi");

        await AssertChangesAsync(
            proxy,
            () => proxy.GetAsync("/"),
            [
                .. Answered.Select(name => Http + name), $"{Http}downstream_rq_2xx", $"{Http}downstream_rq_rx_reset", $"{Http}downstream_rq_tx_reset",
                $"{Cluster}upstream_rq_total", $"{Cluster}upstream_rq_completed", $"{Cluster}upstream_rq_2xx", $"{Cluster}upstream_rq_200",
            ],
            ignore: ["upstream_cx_", "upstream_rq_pending_total", "downstream_cx_destroy"]);
    }

    private ProxySetup Setup() => new ProxySetup(ProxyRole.Front)
        .With("Admin:Port", "0").With("ReverseProxy:Clusters:zipkin:Destinations:zipkin:Address", _zipkin.Address);

    private static StatsClient AdminOf(ProxyEnvironment proxy) => new(proxy.Services.GetRequiredService<AdminServer>().Address);

    // Checks that exactly the given counters have changed, by 1 or as "NAME +N" says, among those of the listener and the cluster.
    private static async Task AssertChangesAsync(ProxyEnvironment proxy, Func<Task> send, string[] changes, string[]? ignore = null)
    {
        var admin = AdminOf(proxy);
        var before = await admin.ReadAsync("Counters");
        await send();
        await admin.WaitForAsync($"{Http}downstream_rq_total", before[$"{Http}downstream_rq_total"] + 1);
        await admin.WaitForAsync($"{Http}downstream_rq_active", 0);
        await admin.WaitForAsync($"{Cluster}upstream_rq_active", 0);
        if (changes.Contains($"{Http}downstream_cx_destroy"))
        {
            await admin.WaitForAsync($"{Http}downstream_cx_active", 0);
        }

        var after = await admin.ReadAsync("Counters");
        string[] ignored = ["bytes_total", "http1_total", .. ignore ?? []];
        var actual = after.Where(stat => (stat.Key.StartsWith(Http, StringComparison.Ordinal) || stat.Key.StartsWith(Cluster, StringComparison.Ordinal))
                && !ignored.Any(part => stat.Key.Contains(part, StringComparison.Ordinal)))
            .Select(stat => (stat.Key, Change: stat.Value - before.GetValueOrDefault(stat.Key)))
            .Where(stat => stat.Change != 0)
            .Select(stat => string.Create(CultureInfo.InvariantCulture, $"{stat.Key} +{stat.Change}"));
        Assert.Equal(changes.Select(change => change.Contains('+', StringComparison.Ordinal) ? change : $"{change} +1").Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }
}
