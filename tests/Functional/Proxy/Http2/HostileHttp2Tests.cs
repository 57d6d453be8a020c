namespace ZipkinMesh.Tests.Proxy.Http2;

/// <summary>Tests malformed requests over HTTP/2. <c>make differential</c> compares many more of them with Envoy.</summary>
public sealed class HostileHttp2Tests : ProxyTests
{
    private const byte Status200 = 0x88;
    private const byte Status400 = 0x8c;

    [Theory]
    [InlineData("connection", "close")]
    [InlineData("keep-alive", "timeout=5")]
    [InlineData("proxy-connection", "keep-alive")]
    [InlineData("transfer-encoding", "chunked")]
    [InlineData("upgrade", "h2c")]
    [InlineData("x-a", "a\u0001b")]
    [InlineData("x a", "1")]
    [InlineData("x-a", "a\r\nb: c")]
    public async Task Header_NotAllowed_IsNotForwarded(string name, string value)
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front));

        var answer = await SendAsync(proxy, Head("GET", ends: true, (name, value)));

        Assert.NotEqual("200", answer);
        Assert.Equal(0, proxy.Upstream.RequestCount);
    }

    [Fact]
    public async Task Authority_Missing_Returns400()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front));

        var answer = await SendAsync(proxy, Http2Frame.Headers(1, true, (":method", "GET"), (":scheme", "http"), (":path", "/")));

        Assert.Equal("400", answer);
        Assert.Equal(0, proxy.Upstream.RequestCount);
    }

    [Theory]
    [InlineData("content-length", "5")]
    [InlineData("transfer-encoding", "chunked")]
    [InlineData("x a", "1")]
    [InlineData("x-a", "a\0b")]
    public async Task Trailer_NotAllowed_FailsTheRequest(string name, string value)
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front));

        var answer = await SendAsync(proxy, Head("POST", ends: false), Http2Frame.Data(1, ends: false, "abc"), Http2Frame.Headers(1, true, (name, value)));

        Assert.NotEqual("200", answer);
        Assert.NotEqual("-", (await proxy.Collector.TakeAsync()).Flags);
    }

    [Theory]
    [InlineData("FOO", "200")]
    [InlineData("M-SEARCH", "200")]
    [InlineData("get", "400")]
    public async Task Method_AnyToken_IsForwardedUnlessItIsAKnownOneInOtherCase(string method, string status)
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front));

        Assert.Equal(status, await SendAsync(proxy, Head(method, ends: true)));

        if (status == "200")
        {
            Assert.Equal(method, (await proxy.Upstream.TakeAsync()).StartLine.Split(' ')[0]);
            await proxy.Collector.TakeAsync();
        }
    }

    private static byte[] Head(string method, bool ends, params (string Name, string Value)[] headers) => Http2Frame.Headers(
        1, ends, [(":method", method), (":scheme", "http"), (":authority", "mesh.test"), (":path", "/"), .. headers]);

    /// <summary>Sends frames, and returns the status of the response; another word when there is none.</summary>
    private static async Task<string> SendAsync(ProxyEnvironment proxy, params byte[][] frames)
    {
        using var connection = await RawConnection.OpenAsync(proxy.Ports[0]);
        await connection.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + Http2Frame.Text([Http2Frame.Create(Http2Frame.Settings, 0, 0, []), .. frames]));
        while (true)
        {
            var header = await connection.ReadTextAsync(Http2Frame.HeaderLength);
            var payload = await connection.ReadTextAsync((header[0] << 16) | (header[1] << 8) | header[2]);
            switch ((byte)header[3])
            {
                case Http2Frame.HeadersType:
                    return payload[0] == Status200 ? "200" : payload[0] == Status400 ? "400" : "another status";
                case Http2Frame.ResetType:
                    return "reset";
                case Http2Frame.GoAwayType:
                    return "connection error";
            }
        }
    }
}
