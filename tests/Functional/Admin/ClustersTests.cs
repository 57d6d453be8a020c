using System.Net;
using System.Text.Json.Nodes;
using ZipkinMesh.Tests.Proxy;

namespace ZipkinMesh.Tests.Admin;

/// <summary>Tests /clusters. The counts of each case were observed on Envoy 1.40.</summary>
public sealed class ClustersTests : AdminTests
{
    [Theory]
    [InlineData(200, "rq_success::2", "rq_error::0")]
    [InlineData(404, "rq_success::2", "rq_error::0")]
    [InlineData(500, "rq_success::0", "rq_error::2")]
    public async Task Counts_Responses_AreOfTheHost(int status, params string[] counts)
    {
        var proxy = await StartAsync();
        proxy.Upstream.Handler = RawServer.Status(status);
        await proxy.TraceAsync();
        await proxy.TraceAsync();

        var (_, body) = await GetAsync(proxy, "/clusters");

        var host = new Uri(proxy.Upstream.Address).Authority;
        foreach (var count in counts.Concat(["rq_total::2", "cx_total::1", "cx_active::1", "cx_connect_fail::0", "rq_active::0", "rq_timeout::0", "health_flags::healthy"]))
        {
            Assert.Contains($"\nservice1::{host}::{count}\n", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Counts_ConnectFailure_AreErrorsWithoutRequests()
    {
        var proxy = await StartAsync(("ReverseProxy:Clusters:service1:Destinations:upstream:Address", "http://127.0.0.1:1"));
        await proxy.GetAsync("/");
        await proxy.Collector.TakeAsync();

        var (_, body) = await GetAsync(proxy, "/clusters?filter=service");

        foreach (var count in new[] { "rq_total::0", "rq_error::1", "cx_connect_fail::1", "cx_active::0" })
        {
            Assert.Contains($"\nservice1::127.0.0.1:1::{count}\n", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Counts_Timeout_IsTimeoutAndError()
    {
        var setup = new ProxySetup(ProxyRole.Front).With("Admin:Port", "0").WithRouteTimeout("00:00:01");
        var proxy = await StartAsync(setup);
        var gate = new TaskCompletionSource();
        proxy.Upstream.Handler = (_, _, cancel) => gate.Task.WaitAsync(cancel);
        Assert.Equal("504", (await proxy.GetAsync("/")).Status);
        await proxy.Collector.TakeAsync();

        var (_, body) = await GetAsync(proxy, "/clusters");

        Assert.Contains("::rq_timeout::1\n", body, StringComparison.Ordinal);
        Assert.Contains("::rq_error::1\n", body, StringComparison.Ordinal);
        gate.SetResult();
        await proxy.Upstream.TakeAsync();
    }

    [Fact]
    public async Task Json_Any_HasTheSameHosts()
    {
        var proxy = await StartAsync();

        var clusters = JsonNode.Parse((await GetAsync(proxy, "/clusters?format=json&filter=^service1$")).Body)!["cluster_statuses"]!.AsArray();

        var host = Assert.Single(Assert.Single(clusters)!["host_statuses"]!.AsArray())!;
        Assert.Equal(new Uri(proxy.Upstream.Address).Port, (int)host["address"]!["socket_address"]!["port_value"]!);
        Assert.Equal("HEALTHY", (string?)host["health_status"]!["eds_health_status"]);
    }

    [Fact]
    public async Task Filter_Invalid_Returns400()
    {
        var proxy = await StartAsync();

        Assert.Equal((HttpStatusCode.BadRequest, "Invalid regex"), await GetAsync(proxy, "/clusters?filter=("));
    }

    [Fact]
    public async Task Hosts_NameWithTwoAddresses_AreBoth()
    {
        var setup = new ProxySetup(ProxyRole.Front).With("Admin:Port", "0").WithUpstream("http://service1.test:8000");
        setup.Dns.Set("service1.test", "127.0.0.2", "127.0.0.3");
        var proxy = await StartAsync(setup);

        var (_, body) = await GetAsync(proxy, "/clusters");

        Assert.Contains("service1::127.0.0.2:8000::hostname::service1.test\n", body, StringComparison.Ordinal);
        Assert.Contains("service1::127.0.0.3:8000::hostname::service1.test\n", body, StringComparison.Ordinal);
    }
}
