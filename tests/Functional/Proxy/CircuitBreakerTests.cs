namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the limits of a cluster. The expected values were observed on Envoy 1.40.</summary>
public sealed class CircuitBreakerTests : ProxyTests
{
    private static readonly string Metadata = $"ReverseProxy:Clusters:{ProxyRole.Front.Cluster}:Metadata";

    [Theory]
    [InlineData("MaxConnections", "MaxPendingRequests")]
    [InlineData("MaxRequests", null)]
    public async Task Request_BeyondLimit_Returns503WithFlagUO(string limit, string? pending)
    {
        var release = new TaskCompletionSource();
        var setup = new ProxySetup(ProxyRole.Front).With($"{Metadata}:{limit}", "1");
        var proxy = await StartAsync(pending is null ? setup : setup.With($"{Metadata}:{pending}", "0"));
        proxy.Upstream.Handler = Gated(release);
        var first = proxy.GetAsync("/");
        await proxy.Upstream.TakeAsync();

        var second = await proxy.GetAsync("/");

        Assert.Equal(("503", "true"), (second.Status, second["x-envoy-overloaded"]));
        Assert.Equal("upstream connect error or disconnect/reset before headers. reset reason: overflow", second.Body);
        Assert.Equal("UO", (await proxy.Collector.TakeAsync()).Flags);
        release.SetResult();
        Assert.Equal("200", (await first).Status);

        // A request has ended, and released its place, when it has a span; the client may have its response before.
        await proxy.Collector.TakeAsync();
        Assert.Equal("200", (await proxy.GetAsync("/")).Status);
        await proxy.Collector.TakeAsync();
    }

    [Fact]
    public async Task Request_BeyondMaxConnections_Waits()
    {
        var release = new TaskCompletionSource();
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).With($"{Metadata}:MaxConnections", "1").With("Tracing:RandomSampling", "0"));
        proxy.Upstream.Handler = Gated(release);
        var first = proxy.GetAsync("/");
        await proxy.Upstream.TakeAsync();
        var second = proxy.GetAsync("/");
        var third = proxy.GetAsync("/");
        release.SetResult();

        Assert.Equal(["200", "200", "200"], [(await first).Status, (await second).Status, (await third).Status]);
    }

    [Fact]
    public async Task WaitingRequest_Timeout_Returns504()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).With($"{Metadata}:MaxConnections", "1").WithRouteTimeout("00:00:00.300"));
        proxy.Upstream.Handler = RawServer.Hang();

        var responses = await Task.WhenAll(proxy.GetAsync("/"), proxy.GetAsync("/"));

        Assert.All(responses, response => Assert.Equal("504", response.Status));
        Assert.Equal("UT", (await proxy.Collector.TakeAsync()).Flags);
        Assert.Equal("UT", (await proxy.Collector.TakeAsync()).Flags);
    }

    private static RawServer.RequestHandler Gated(TaskCompletionSource release) => async (request, connection, cancel) =>
    {
        await release.Task.WaitAsync(cancel);
        await RawServer.Text("hello\n")(request, connection, cancel);
    };
}
