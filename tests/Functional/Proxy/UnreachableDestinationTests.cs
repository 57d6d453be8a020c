namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the retry on another destination when a connection can't be established.</summary>
public sealed class UnreachableDestinationTests : ProxyTests
{
    [Fact]
    public async Task Destination_RefusesConnections_RequestsUseOtherDestination()
    {
        var proxy = await StartAsync(TwoDestinations($"http://127.0.0.1:{Scratch.FreePorts(1)[0]}"));

        for (var i = 0; i < 5; i++)
        {
            var exchange = await proxy.TraceAsync();
            Assert.Equal("200", exchange.Response.Status);
            Assert.Equal("-", exchange.Span.Tags["response_flags"]);
        }
    }

    [Fact]
    public async Task Destination_RefusesConnections_BodyIsSentOnce()
    {
        var proxy = await StartAsync(TwoDestinations($"http://127.0.0.1:{Scratch.FreePorts(1)[0]}").With("Tracing:RandomSampling", "0"));

        for (var i = 0; i < 4; i++)
        {
            var response = await proxy.SendAsync("POST / HTTP/1.1\r\nHost: mesh.test\r\nContent-Length: 5\r\n\r\nhello");
            Assert.Equal("200", response.Status);
            Assert.Equal("hello", (await proxy.Upstream.TakeAsync()).Body);
        }
    }

    [Fact]
    public async Task AllDestinations_RefuseConnections_Returns503WithFlagUF()
    {
        var ports = Scratch.FreePorts(2);
        var proxy = await StartAsync(TwoDestinations($"http://127.0.0.1:{ports[0]}").WithUpstream($"http://127.0.0.1:{ports[1]}"));

        for (var i = 0; i < 2; i++)
        {
            var response = await proxy.GetAsync("/");
            Assert.Equal("503", response.Status);
            Assert.Equal("upstream connect error or disconnect/reset before headers. reset reason: remote connection failure", response.Body);
            Assert.Equal("UF", (await proxy.Collector.TakeAsync()).Tags["response_flags"]);
        }
    }

    [Fact]
    public async Task Destination_ClosesWithoutResponse_IsNotRetried()
    {
        await using var other = new RawServer();
        var proxy = await StartAsync(TwoDestinations(other.Address));
        proxy.Upstream.Handler = other.Handler = RawServer.RawThenClose("");

        Assert.Equal("503", (await proxy.GetAsync("/")).Status);
        Assert.Equal(1, proxy.Upstream.RequestCount + other.RequestCount);
        Assert.Equal("UC", (await proxy.Collector.TakeAsync()).Tags["response_flags"]);
    }

    private static ProxySetup TwoDestinations(string second) => new ProxySetup(ProxyRole.Front)
        .With($"ReverseProxy:Clusters:{ProxyRole.Front.Cluster}:Destinations:second:Address", second);
}
