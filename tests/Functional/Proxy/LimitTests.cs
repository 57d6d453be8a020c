using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the limits of listeners. The bodies of the responses that Kestrel makes are empty.</summary>
public sealed class LimitTests : ProxyTests
{
    [Theory]
    [InlineData("MaxRequestHeadersKb", "2", 1_500, 1, "200")]
    [InlineData("MaxRequestHeadersKb", "2", 2_500, 1, "431")]
    [InlineData("MaxRequestHeadersKb", "60", 61_000, 1, "200")]
    [InlineData("MaxRequestHeadersKb", "60", 62_000, 1, "431")]
    [InlineData("MaxHeadersCount", "10", 1, 9, "200")]
    [InlineData("MaxHeadersCount", "10", 1, 10, "431")]
    [InlineData("MaxHeadersCount", "100", 1, 99, "200")]
    [InlineData("MaxHeadersCount", "100", 1, 100, "431")]
    public async Task Request_Headers_LimitedInSizeAndNumber(string option, string limit, int size, int count, string status)
    {
        var proxy = await StartAsync(Front(option, limit));

        var response = await proxy.GetAsync("/trace/1", [.. Enumerable.Range(0, count).Select(i => $"x-{i}: {new string('x', size)}")]);

        Assert.Equal(status, response.Status);
        if (status == "200")
        {
            await proxy.Collector.TakeAsync();
        }
        else
        {
            Assert.Equal("close", response["connection"]);
        }
    }

    [Fact]
    public async Task Request_HeadersTooSlow_Returns408AndCloses()
    {
        var proxy = await StartAsync(Front("RequestHeadersTimeout", "00:00:01"));
        var connection = await proxy.ConnectAsync();

        await connection.WriteAsync("GET /trace/1 HTTP/1.1\r\nHost: mesh.test\r\n");

        var response = await connection.ReadResponseAsync();
        Assert.Equal(("408", "close"), (response.Status, response["connection"]));
        await connection.WaitForCloseAsync();
    }

    [Fact]
    public async Task Connection_BeyondLimit_ClosesAtOnce()
    {
        var proxy = await StartAsync(Front("ConnectionLimit", "2"));
        var first = await proxy.ConnectAsync();
        var second = await proxy.ConnectAsync();
        await ExchangeAsync(proxy, first);
        await ExchangeAsync(proxy, second);

        await (await proxy.ConnectAsync()).WaitForCloseAsync();

        await ExchangeAsync(proxy, first);
        await ExchangeAsync(proxy, second);
    }

    [Theory]
    [InlineData("IdleTimeout")]
    [InlineData("MaxConnectionDuration")]
    public async Task Connection_TimeLimit_ClosesIdleConnection(string option)
    {
        var proxy = await StartAsync(Front(option, "00:00:01"));
        var connection = await proxy.ConnectAsync();
        await ExchangeAsync(proxy, connection);

        await connection.WaitForCloseAsync();
    }

    [Theory]
    [InlineData("Content-Length: 10\r\n\r\nab", "408", "close")]
    [InlineData("\r\n", "504", null)]
    public async Task Request_NoByteForStreamIdleTimeout_Returns408Or504(string rest, string status, string? connectionHeader)
    {
        var proxy = await StartAsync(Front("StreamIdleTimeout", "00:00:01"));
        proxy.Upstream.Handler = RawServer.Hang();
        var connection = await proxy.ConnectAsync();

        await connection.WriteAsync($"POST /trace/1 HTTP/1.1\r\nHost: mesh.test\r\n{rest}");

        var response = await connection.ReadResponseAsync();
        Assert.Equal((status, "stream timeout", connectionHeader), (response.Status, response.Body, response["connection"]));
        Assert.Equal("SI", (await proxy.Collector.TakeAsync()).Flags);
    }

    [Fact]
    public async Task Request_Overload_Returns503WithoutSpan()
    {
        var overload = new OverloadState { RejectsRequests = true };
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).WithOverload(overload));
        var connection = await proxy.ConnectAsync();
        await connection.WriteAsync(RawRequest.Get("/trace/1"));

        var response = await connection.ReadResponseAsync();

        Assert.Equal(("503", "envoy overloaded", "text/plain"), (response.Status, response.Body, response["content-type"]));
        Assert.Equal(0, proxy.Upstream.RequestCount);
        overload.RejectsRequests = false;
        await ExchangeAsync(proxy, connection);
    }

    [Fact]
    public async Task Span_Overload_IsDroppedAndCounted()
    {
        var overload = new OverloadState { ShedsSpans = true };
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).WithOverload(overload));

        Assert.Equal("200", (await proxy.GetAsync("/trace/1")).Status);

        await proxy.StopAsync();
        Assert.Equal(1, proxy.Stats.Dropped);
    }

    private static ProxySetup Front(string option, string value) => new ProxySetup(ProxyRole.Front).With($"Listeners:ingress_http:{option}", value);

    private static async Task ExchangeAsync(ProxyEnvironment proxy, RawConnection connection)
    {
        await connection.WriteAsync(RawRequest.Get("/trace/1"));
        Assert.Equal("200", (await connection.ReadResponseAsync()).Status);
        await proxy.Collector.TakeAsync();
    }
}
