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

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: m\r\n\r\n", 2)]
    [InlineData("OPTIONS / HTTP/1.1\r\nHost: m\r\n\r\n", 2)]
    [InlineData("DELETE / HTTP/1.1\r\nHost: m\r\n\r\n", 1)]
    [InlineData("POST / HTTP/1.1\r\nHost: m\r\nContent-Length: 0\r\n\r\n", 1)]
    [InlineData("GET / HTTP/1.1\r\nHost: m\r\nContent-Length: 1\r\n\r\nx", 1)]
    public async Task AllDestinations_CloseWithoutResponse_OnlySafeRequestIsRepeatedOnce(string request, int tries)
    {
        await using var other = new RawServer();
        await using var third = new RawServer();
        var proxy = await StartAsync(TwoDestinations(other.Address).With($"ReverseProxy:Clusters:{ProxyRole.Front.Cluster}:Destinations:third:Address", third.Address));
        proxy.Upstream.Handler = other.Handler = third.Handler = RawServer.RawThenClose("");

        Assert.Equal("503", (await proxy.SendAsync(request)).Status);
        Assert.Equal(tries, proxy.Upstream.RequestCount + other.RequestCount + third.RequestCount);
        Assert.Equal("UC", (await proxy.Collector.TakeAsync()).Tags["response_flags"]);
    }

    [Fact]
    public async Task Destination_ClosesWithoutResponse_GetSucceedsAtOther()
    {
        await using var other = new RawServer { Handler = RawServer.RawThenClose("") };
        var proxy = await StartAsync(TwoDestinations(other.Address));

        for (var i = 0; i < 4; i++)
        {
            Assert.Equal("-", (await proxy.TraceAsync()).Span.Tags["response_flags"]);
        }

        Assert.True(other.RequestCount > 0);
    }

    [Fact]
    public async Task Destination_NoRetries_IsNotRepeated()
    {
        await using var other = new RawServer();
        var proxy = await StartAsync(TwoDestinations(other.Address).With($"ReverseProxy:Routes:{ProxyRole.Front.Cluster}:Metadata:NumRetries", "0"));
        proxy.Upstream.Handler = other.Handler = RawServer.RawThenClose("");

        Assert.Equal("503", (await proxy.GetAsync("/")).Status);
        Assert.Equal(1, proxy.Upstream.RequestCount + other.RequestCount);
        Assert.Equal("UC", (await proxy.Collector.TakeAsync()).Tags["response_flags"]);
    }

    private static ProxySetup TwoDestinations(string second) => new ProxySetup(ProxyRole.Front)
        .With($"ReverseProxy:Clusters:{ProxyRole.Front.Cluster}:Destinations:second:Address", second);
}
