using System.Net;
using System.Net.Sockets;
using ZipkinMesh.Tests.Proxy;

namespace ZipkinMesh.Tests.Admin;

/// <summary>Tests the commands that change the proxy, by their effect.</summary>
public sealed class ChangeTests : AdminTests
{
    private static readonly (HttpStatusCode, string) Ok = (HttpStatusCode.OK, "OK\n");

    [Fact]
    public async Task HealthCheckFail_ThenOk_ClosesConnectionsInBetween()
    {
        var proxy = await StartAsync();

        Assert.Equal(Ok, await PostAsync(proxy, "/healthcheck/fail"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "DRAINING\n"), await GetAsync(proxy, "/ready"));
        Assert.Equal("close", (await proxy.TraceAsync()).Response["connection"]);

        Assert.Equal(Ok, await PostAsync(proxy, "/healthcheck/ok"));
        Assert.Equal((HttpStatusCode.OK, "LIVE\n"), await GetAsync(proxy, "/ready"));
        Assert.Null((await proxy.TraceAsync()).Response["connection"]);
    }

    [Fact]
    public async Task RuntimeModify_RandomSampling_AppliesToTheNextRequest()
    {
        var proxy = await StartAsync();

        Assert.Equal(Ok, await PostAsync(proxy, "/runtime_modify?tracing.random_sampling=0"));
        Assert.Equal("0", (await proxy.ForwardAsync())["x-b3-sampled"]);
        Assert.Contains("\"final_value\": \"0\"", (await GetAsync(proxy, "/runtime")).Body, StringComparison.Ordinal);

        Assert.Equal(Ok, await PostAsync(proxy, "/runtime_modify?tracing.random_sampling="));
        Assert.Equal("1", (await proxy.TraceAsync()).Request["x-b3-sampled"]);
        Assert.DoesNotContain("\"final_value\": \"0\"", (await GetAsync(proxy, "/runtime")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Listeners:ingress_http:Tracing:RandomSampling")]
    [InlineData("ReverseProxy:Routes:service1:Metadata:RandomSampling")]
    public async Task RuntimeModify_Percentage_OverridesThatOfListenerAndRoute(string key)
    {
        var proxy = await StartAsync(("Tracing:RandomSampling", "0"), (key, "100"));
        Assert.Equal("1", (await proxy.TraceAsync()).Request["x-b3-sampled"]);

        Assert.Equal(Ok, await PostAsync(proxy, "/runtime_modify?tracing.random_sampling=0"));
        Assert.Equal("0", (await proxy.ForwardAsync())["x-b3-sampled"]);

        Assert.Equal(Ok, await PostAsync(proxy, "/runtime_modify?tracing.random_sampling="));
        Assert.Equal("1", (await proxy.TraceAsync()).Request["x-b3-sampled"]);
    }

    [Fact]
    public async Task RuntimeModify_Form_AppliesIt()
    {
        var proxy = await StartAsync();
        using var client = new HttpClient { BaseAddress = proxy.AdminAddress };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["tracing.global_enabled"] = "0" });

        using var response = await client.PostAsync(new Uri("/runtime_modify", UriKind.Relative), form, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("0", (await proxy.ForwardAsync())["x-b3-sampled"]);
    }

    [Theory]
    [InlineData("", "usage: /runtime_modify?key1=value1&key2=value2&keyN=valueN\n")]
    [InlineData("?tracing.random_sampling=0&x=1", "unknown key x; allowed: tracing.client_enabled, tracing.global_enabled, tracing.random_sampling\n")]
    [InlineData("?tracing.random_sampling=0&tracing.global_enabled=101", "tracing.global_enabled: '101' is not allowed; allowed: 0 to 100, or empty\n")]
    [InlineData("?tracing.random_sampling=-1", "tracing.random_sampling: '-1' is not allowed; allowed: 0 to 100, or empty\n")]
    public async Task RuntimeModify_Invalid_Returns400AndChangesNothing(string query, string problem)
    {
        var proxy = await StartAsync();

        var (status, body) = await PostAsync(proxy, "/runtime_modify" + query);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith(problem, body, StringComparison.Ordinal);
        Assert.Equal("1", (await proxy.TraceAsync()).Request["x-b3-sampled"]);
    }

    [Fact]
    public async Task Logging_Level_AppliesToTheLogAtOnce()
    {
        var proxy = await StartAsync(("Drain:DrainTime", "00:00:30"));

        var (status, body) = await PostAsync(proxy, "/logging?main=off");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("\n  main: off\n", body, StringComparison.Ordinal);
        await PostAsync(proxy, "/drain_listeners");
        Assert.DoesNotContain(proxy.Log.All, line => line.Contains("Listeners closed", StringComparison.Ordinal));

        Assert.Contains("\n  main: info\n", (await PostAsync(proxy, "/logging?paths=main:info,http:error")).Body, StringComparison.Ordinal);
        await PostAsync(proxy, "/drain_listeners");
        await proxy.Log.WaitForAsync("Listeners closed");
    }

    [Theory]
    [InlineData("?level=loud", "error: unknown logger level\n")]
    [InlineData("?nothing=info", "error: unknown logger name\n")]
    [InlineData("?paths=nothing:info", "error: unknown logger name\n")]
    [InlineData("?level=off&main=info", "error: invalid number of parameters\n")]
    public async Task Logging_Invalid_Returns400WithUsage(string query, string problem)
    {
        var proxy = await StartAsync();

        var (status, body) = await PostAsync(proxy, "/logging" + query);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith(problem + "\nusage: /logging?<name>=<level> (change single level)\n", body, StringComparison.Ordinal);
        Assert.Contains("\n  main: debug\n", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DrainListeners_NoParameters_ClosesListenersAndKeepsConnections()
    {
        var proxy = await StartAsync();
        using var connection = await proxy.ConnectAsync();

        Assert.Equal(Ok, await PostAsync(proxy, "/drain_listeners"));

        await Assert.ThrowsAsync<SocketException>(() => proxy.ConnectAsync());
        await connection.WriteAsync(RawRequest.Get("/trace/1"));
        Assert.Equal("200", (await connection.ReadResponseAsync()).Status);
        Assert.Equal((HttpStatusCode.OK, "LIVE\n"), await GetAsync(proxy, "/ready"));
        await proxy.Upstream.TakeAsync();
        await proxy.Collector.TakeAsync();
    }

    [Fact]
    public async Task DrainListeners_Graceful_ClosesConnectionsThenListeners()
    {
        var proxy = await StartAsync(("Drain:DrainTime", "00:00:30"));
        using var idle = await proxy.ConnectAsync();

        Assert.Equal(Ok, await PostAsync(proxy, "/drain_listeners?graceful"));

        Assert.Equal("close", (await proxy.TraceAsync()).Response["connection"]);
        idle.Dispose(); // An unused proxy doesn't wait for the drain time.
        await proxy.Log.WaitForAsync("Listeners closed");
        await Assert.ThrowsAsync<SocketException>(() => proxy.ConnectAsync());
    }

    [Fact]
    public async Task DrainListeners_SkipExit_ClosesConnectionsOnly()
    {
        var proxy = await StartAsync();

        Assert.Equal(Ok, await PostAsync(proxy, "/drain_listeners?skip_exit"));

        Assert.Equal("close", (await proxy.TraceAsync()).Response["connection"]);
        Assert.Equal("close", (await proxy.TraceAsync()).Response["connection"]);
    }

    [Fact]
    public async Task DrainListeners_InboundOnly_KeepsOutboundListeners()
    {
        var proxy = await StartAsync();

        Assert.Equal(Ok, await PostAsync(proxy, "/drain_listeners?inboundonly"));

        Assert.Null((await proxy.TraceAsync()).Response["connection"]);
    }

    [Fact]
    public async Task DrainListeners_ThenEnd_EndsCleanly()
    {
        var proxy = await StartAsync(("Drain:DrainTime", "00:00:30"));
        await PostAsync(proxy, "/drain_listeners");

        await proxy.StopAsync().WaitAsync(Lines.Bound, TestContext.Current.CancellationToken);
    }
}
