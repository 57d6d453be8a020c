namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests upgraded connections byte for byte. Each outcome was observed on Envoy 1.40, unless a comment says otherwise.</summary>
public sealed class UpgradeTests : ProxyTests
{
    private const string Route = "ReverseProxy:Routes:service1";
    private const string Listener = "Listeners:ingress_http";
    private const string Accepted = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: abc=\r\n\r\n";
    private static readonly string[] Upgrade = ["Connection: keep-alive, Upgrade", "Upgrade: websocket", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="];

    [Fact]
    public async Task Tunnel_ClientCloses_RecordsBytesAndFlagDC()
    {
        var (proxy, connection) = await OpenAsync(Front());
        await connection.WriteAsync("12345");
        Assert.Equal("12345", await connection.ReadTextAsync(5));
        connection.Dispose();

        await AssertSpanAsync(proxy, "101", "DC", "5", "5");
        var request = await proxy.Upstream.TakeAsync();
        Assert.Equal(("Upgrade", "websocket", "AAAAAAAAAAAAAAAAAAAAAA=="), (request["connection"], request["upgrade"], request["sec-websocket-key"]));
    }

    [Fact]
    public async Task Tunnel_ClientSendsAndCloses_UpstreamReceivesAllAndTheEnd()
    {
        var received = new TaskCompletionSource<string>();
        var (proxy, connection) = await OpenAsync(Front(), async (_, upstream, _) =>
        {
            await upstream.WriteAsync(Accepted);
            received.SetResult(await upstream.ReadToEndAsync());
        });
        await connection.WriteAsync(new string('x', 100_000) + "end");
        connection.Dispose();

        Assert.EndsWith("xend", await received.Task.WaitAsync(Lines.Bound, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await AssertSpanAsync(proxy, "101", "DC", "100003", "0");
    }

    [Fact]
    public async Task Tunnel_UpstreamCloses_SendsTheRestAndRecordsFlagUC()
    {
        var (proxy, connection) = await OpenAsync(Front(), RawServer.RawThenClose(Accepted + "hello"));

        Assert.Equal("hello", await connection.ReadTextAsync(5));
        await connection.WaitForCloseAsync();

        await AssertSpanAsync(proxy, "101", "UC", "0", "5");
    }

    [Theory]
    [InlineData(Listener + ":StreamIdleTimeout", "SI")]
    [InlineData(Route + ":Metadata:IdleTimeout", "SI")]
    [InlineData(Listener + ":MaxStreamDuration", "-")]
    [InlineData(Route + ":Metadata:MaxStreamDuration", "-")]
    public async Task Tunnel_TimeLimit_ClosesIt(string option, string flag)
    {
        var (proxy, connection) = await OpenAsync(Front().With(option, "00:00:01"));
        await connection.WriteAsync("12345");
        Assert.Equal("12345", await connection.ReadTextAsync(5));

        await connection.WaitForCloseAsync();

        await AssertSpanAsync(proxy, "101", flag, "5", "5");
    }

    [Fact]
    public async Task Upgrade_NotAnsweredInTime_Returns504AndCloses()
    {
        var (response, proxy) = await SendAsync(Front().WithRouteTimeout("00:00:00.300"), RawServer.Hang());

        Assert.Equal(("504", "upstream request timeout", "close"), (response.Status, response.Body, response["connection"]));
        await AssertSpanAsync(proxy, "504", "UT", "0", "24");
    }

    [Fact]
    public async Task Upgrade_IdleBeforeTheAnswer_Returns408()
    {
        var (response, proxy) = await SendAsync(Front().With($"{Listener}:StreamIdleTimeout", "00:00:01"), RawServer.Hang());

        Assert.Equal(("408", "stream timeout", "close"), (response.Status, response.Body, response["connection"]));
        await AssertSpanAsync(proxy, "408", "SI", "0", "14");
    }

    [Theory]
    [InlineData("403 Forbidden", "nope")]
    [InlineData("200 OK", "")]
    public async Task Upgrade_UpstreamRefuses_PassesTheAnswerOnAndCloses(string status, string body)
    {
        var (response, proxy) = await SendAsync(Front(), RawServer.Raw($"HTTP/1.1 {status}\r\nContent-Length: 4\r\nX-Why: y\r\n\r\nnope"));

        Assert.Equal((status[..3], body, "close", "y"), (response.Status, response.Body, response["connection"], response["x-why"]));
        await AssertSpanAsync(proxy, status[..3], "-", "0", $"{body.Length}");
    }

    [Fact]
    public async Task Upgrade_UpstreamCloses_Returns503AndCloses()
    {
        var (response, proxy) = await SendAsync(Front(), RawServer.RawThenClose(""));

        Assert.Equal(("503", "close"), (response.Status, response["connection"]));
        await AssertSpanAsync(proxy, "503", "UC", "0", "95");
    }

    [Theory]
    [InlineData("", null)]
    [InlineData(null, "")]
    [InlineData("foo", null)]
    [InlineData(null, "foo, bar")]
    public async Task Upgrade_NotConfigured_Returns403WithoutSpan(string? listener, string? route)
    {
        var (response, proxy) = await SendAsync(Front(listener, route), Echo);

        Assert.Equal(("403", "", "close"), (response.Status, response.Body, response["connection"]));
        Assert.Equal(0, proxy.Upstream.RequestCount);
    }

    [Theory]
    [InlineData("", "WebSocket", "websocket")]
    [InlineData("websocket, foo", null, "FOO")]
    [InlineData("websocket", "foo", "foo")]
    public async Task Upgrade_Configured_IsForwarded(string? listener, string? route, string type)
    {
        var (proxy, connection) = await OpenAsync(Front(listener, route), Echo, "Connection: upgrade", $"Upgrade: {type}");
        await connection.WriteAsync("12345");
        Assert.Equal("12345", await connection.ReadTextAsync(5));
        connection.Dispose();

        var request = await proxy.Upstream.TakeAsync();
        Assert.Equal(("upgrade", type), (request["connection"]!.ToLowerInvariant(), request["upgrade"]));
        await AssertSpanAsync(proxy, "101", "DC", "5", "5");
    }

    // Envoy upgrades such a request, too. Kestrel doesn't, and RFC 9110, 7.8 lets a server ignore the header.
    [Theory]
    [InlineData("POST", "Content-Length: 3\r\n\r\nabc")]
    [InlineData("POST", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")]
    public async Task Upgrade_WithBody_IsForwardedAsOrdinaryRequest(string method, string rest)
    {
        var proxy = await StartAsync(Front());

        var response = await proxy.SendAsync($"{method} /trace/1 HTTP/1.1\r\nHost: mesh.test\r\n{string.Join("\r\n", Upgrade)}\r\n{rest}");

        var request = await proxy.Upstream.TakeAsync();
        Assert.Equal(("200", "abc", null, null), (response.Status, request.Body, request["connection"], request["upgrade"]));
        await AssertSpanAsync(proxy, "200", "-", "3", "6");
    }

    private static ProxySetup Front(string? listener = null, string? route = null) =>
        new ProxySetup(ProxyRole.Front).With($"{Listener}:UpgradeConfigs", listener).With($"{Route}:Metadata:UpgradeConfigs", route);

    private static async Task Echo(RawMessage request, RawConnection connection, CancellationToken cancel)
    {
        await connection.WriteAsync(Accepted);
        while (true)
        {
            await connection.WriteAsync(await connection.ReadTextAsync(1));
        }
    }

    private static async Task AssertSpanAsync(ProxyEnvironment proxy, string status, string flag, string received, string sent)
    {
        var tags = (await proxy.Collector.TakeAsync()).Tags;
        Assert.Equal((status, flag, received, sent), (tags["http.status_code"], tags["response_flags"], tags["request_size"], tags["response_size"]));
    }

    private async Task<(ProxyEnvironment Proxy, RawConnection Connection)> OpenAsync(ProxySetup setup, RawServer.RequestHandler? upstream = null, params string[] headers)
    {
        var proxy = await StartAsync(setup);
        proxy.Upstream.Handler = upstream ?? Echo;
        var connection = await proxy.ConnectAsync();
        await connection.WriteAsync(RawRequest.Get("/trace/1", headers.Length > 0 ? headers : Upgrade));
        var response = await connection.ReadResponseAsync();
        Assert.Equal(("101", "abc="), (response.Status, response["sec-websocket-accept"]));
        return (proxy, connection);
    }

    private async Task<(RawMessage Response, ProxyEnvironment Proxy)> SendAsync(ProxySetup setup, RawServer.RequestHandler upstream)
    {
        var proxy = await StartAsync(setup);
        proxy.Upstream.Handler = upstream;
        var connection = await proxy.ConnectAsync();
        await connection.WriteAsync(RawRequest.Get("/trace/1", Upgrade));
        var response = await connection.ReadResponseAsync();
        await connection.WaitForCloseAsync();
        return (response, proxy);
    }
}
