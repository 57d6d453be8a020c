namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the forwarding of targets, headers and bodies.</summary>
public abstract partial class ProxyContractTests
{
    [Fact]
    public async Task Headers_HopByHop_AreNotForwarded()
    {
        var proxy = await StartAsync();

        var (request, _, _) = await proxy.TraceAsync(
            "Connection: keep-alive, X-Hop", "X-Hop: 1", "Keep-Alive: timeout=5", "Proxy-Connection: keep-alive", "TE: trailers", "Upgrade: h2c",
            "HTTP2-Settings: x", "X-Stays: 1");

        Assert.Equal("trailers", request["te"]);
        Assert.Equal("1", request["x-stays"]);
        Assert.All(["connection", "x-hop", "keep-alive", "proxy-connection", "upgrade", "http2-settings"], name => Assert.Null(request[name]));
    }

    [Fact]
    public async Task Headers_EnvoyHeadersFromClient_AreRemoved()
    {
        var proxy = await StartAsync();

        var (request, _, _) = await proxy.TraceAsync(
            "x-envoy-expected-rq-timeout-ms: 1", "x-envoy-force-trace: 1", "x-envoy-internal: true", "x-envoy-max-retries: 3", "x-envoy-retry-on: 5xx",
            "x-envoy-original-url: http://a", "x-envoy-upstream-rq-timeout-ms: 1", "X-Envoy-Upstream-Alt-Stat-Name: x");

        Assert.Equal(
            Role.IsInbound ? ["x-envoy-expected-rq-timeout-ms"] : ["x-envoy-decorator-operation", "x-envoy-expected-rq-timeout-ms"],
            request.Names("x-envoy-").Order());
        Assert.Equal("15000", request["x-envoy-expected-rq-timeout-ms"]);
    }

    [Theory]
    [InlineData("00:00:10.250", "10250")]
    [InlineData("00:01:00", "60000")]
    [InlineData("00:00:00", null)]
    public async Task Timeout_OfRoute_IsSentToUpstream(string timeout, string? expected)
    {
        var proxy = await StartAsync(Setup.WithRouteTimeout(timeout));

        var (request, _, _) = await proxy.TraceAsync();

        Assert.Equal(expected, request["x-envoy-expected-rq-timeout-ms"]);
    }

    [Fact]
    public async Task Request_Forwarded_HostAndRequestIdAreFirst()
    {
        var proxy = await StartAsync();

        var (request, _, _) = await proxy.TraceAsync("a: 1", $"x-request-id: {Plain}");

        Assert.Equal(["host", "x-request-id", "a"], request.Headers.Take(3).Select(header => header.Name.ToLowerInvariant()));
        Assert.Equal("mesh.test", request["host"]);
        Assert.Equal("http", request["x-forwarded-proto"]);
        Assert.Null(request["x-forwarded-for"]);
    }

    [Fact]
    public async Task Header_Repeated_IsForwardedJoined()
    {
        var proxy = await StartAsync();

        var (request, _, _) = await proxy.TraceAsync("X-Many: a", "X-Many: b", "Cookie: a=1", "Cookie: b=2", "User-Agent: a", "User-Agent: b");

        Assert.Equal("a,b", request["x-many"]);
        Assert.Equal("a=1; b=2", request["cookie"]);
        Assert.Equal("a,b", request["user-agent"]);
    }

    [Fact]
    public async Task Headers_NonAsciiBytes_AreForwardedInBothDirections()
    {
        var proxy = await StartAsync();
        proxy.Upstream.Handler = RawServer.Raw("HTTP/1.1 200 OK\r\nX-Response: gr\u00fc\u00dfe \u00c3\u00bc\r\nContent-Length: 0\r\n\r\n");

        var (request, response, span) = await proxy.TraceAsync("X-Request: \u00e9t\u00e9 \u00c3\u00a9", "User-Agent: caf\u00c3\u00a9");

        Assert.Equal("\u00e9t\u00e9 \u00c3\u00a9", request["x-request"]);
        Assert.Equal("gr\u00fc\u00dfe \u00c3\u00bc", response["x-response"]);
        Assert.Equal("caf\u00c3\u00a9", request["user-agent"]);
        Assert.Equal("caf\u00e9", span.Tags["user_agent"]);
    }

    [Theory]
    [InlineData("/../x")]
    [InlineData("//x//y")]
    [InlineData("/./")]
    [InlineData("%2Fx%2f..%2F")]
    [InlineData("?a=b&c=%20d?e")]
    [InlineData("/a|b^c`d{e}\"<>")]
    [InlineData("/%7Euser/~user")]
    [InlineData(";v=1/+plus")]
    public async Task Target_UnusualForm_IsForwardedByteForByte(string rest)
    {
        var proxy = await StartAsync();

        var response = await proxy.GetAsync(Role.Path + rest);

        Assert.Equal("200", response.Status);
        Assert.Equal(Role.Path + rest, (await proxy.Upstream.TakeAsync()).Target);
        Assert.Equal($"http://mesh.test{Role.Path}{rest}", (await proxy.Collector.TakeAsync()).Tags["http.url"]);
    }

    [Fact]
    public async Task Target_AbsoluteForm_SetsHost()
    {
        var proxy = await StartAsync();

        await proxy.GetAsync($"http://other.test:81{Role.Path}/../x");

        var request = await proxy.Upstream.TakeAsync();
        Assert.Equal($"{Role.Path}/../x", request.Target);
        Assert.Equal("other.test:81", request["host"]);
        Assert.Equal($"http://other.test:81{Role.Path}/../x", (await proxy.Collector.TakeAsync()).Tags["http.url"]);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    [InlineData("PURGE")]
    [InlineData("PROPFIND")]
    [InlineData("UNSUBSCRIBE")]
    [InlineData("HEAD")]
    public async Task Method_Known_IsForwarded(string method)
    {
        var proxy = await StartAsync();
        proxy.Upstream.Handler = RawServer.Raw("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n" + (method == "HEAD" ? "" : "1234567"));

        var response = await proxy.SendAsync($"{method} {Role.Path} HTTP/1.1\r\nHost: mesh.test\r\n\r\n");

        Assert.Equal("200", response.Status);
        Assert.Equal("7", response["content-length"]);
        Assert.Equal(method, (await proxy.Upstream.TakeAsync()).StartLine.Split(' ')[0]);
        var span = await proxy.Collector.TakeAsync();
        Assert.Equal(method, span.Tags["http.method"]);
        Assert.Equal(method == "HEAD" ? "0" : "7", span.Tags["response_size"]);
    }

    [Fact]
    public async Task Body_Chunked_IsForwardedInBothDirections()
    {
        var proxy = await StartAsync();
        proxy.Upstream.Handler = RawServer.Raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n");

        var response = await proxy.SendAsync(
            $"POST {Role.Path} HTTP/1.1\r\nHost: mesh.test\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n1234\r\n3\r\n567\r\n0\r\n\r\n");

        var request = await proxy.Upstream.TakeAsync();
        var span = await proxy.Collector.TakeAsync();
        Assert.Equal(("1234567", "chunked", null), (request.Body, request["transfer-encoding"], request["content-length"]));
        Assert.Equal(("abcde", "chunked", null), (response.Body, response["transfer-encoding"], response["content-length"]));
        Assert.True(request.IsComplete && response.IsComplete);
        Assert.Equal(("7", "5"), (span.Tags["request_size"], span.Tags["response_size"]));
    }

    [Theory]
    [InlineData("Content-Length: 3\r\nTransfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 3")]
    public async Task Body_LengthAndChunked_Returns400AndIsNotForwarded(string framing)
    {
        var proxy = await StartAsync();
        var connection = await proxy.ConnectAsync();

        await connection.WriteAsync(
            $"POST {Role.Path} HTTP/1.1\r\nHost: mesh.test\r\n{framing}\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
        var response = await connection.ReadResponseAsync();
        await connection.WaitForCloseAsync();

        Assert.Equal("400", response.Status);
        Assert.Equal(0, proxy.Upstream.RequestCount);
    }

    // Kestrel renames such a Content-Length to X-Content-Length, fails on the duplicate name, and closes the connection.
    [Fact]
    public async Task Body_LengthAndChunkedWithXContentLength_IsNotForwarded()
    {
        var proxy = await StartAsync();
        var connection = await proxy.ConnectAsync();

        await connection.WriteAsync(
            $"POST {Role.Path} HTTP/1.1\r\nHost: a\r\nX-Content-Length: 3\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        await connection.WaitForCloseAsync();

        Assert.Equal(0, proxy.Upstream.RequestCount);
    }
}
