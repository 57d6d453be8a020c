using System.Globalization;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests responses that aren't valid HTTP/1.1, and valid ones in unusual forms. The verdicts are those of Envoy 1.40.</summary>
public sealed class MalformedResponseTests : ProxyTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";

    [Theory]
    [InlineData("HTTP/1.1 099 X\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("HTTP/1.1 1000 X\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("\r\n" + Ok + "Content-Length: 2\r\n\r\nok")]
    [InlineData(Ok + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")]
    [InlineData(Ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nok")]
    [InlineData(Ok + "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")]
    [InlineData(Ok + "X-A: a\0b\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("garbage without an end")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n")]
    public async Task Response_Malformed_Returns502WithFlagUPE(string response)
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front));
        proxy.Upstream.Handler = RawServer.Raw(response);

        await AssertProtocolErrorAsync(proxy);
    }

    [Fact]
    public async Task Response_MoreThan100Headers_Returns502WithFlagUPE()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front));
        proxy.Upstream.Handler = RawServer.Raw(Ok + string.Concat(Enumerable.Range(0, 101).Select(i => $"X-{i}: 1\r\n")) + "\r\n");

        await AssertProtocolErrorAsync(proxy);
    }

    [Theory]
    [InlineData(Ok, "X-A: 0123456789012345678901234567890123456789\r\n")]
    [InlineData(Ok + "X-A: ", "0123456789012345678901234567890123456789")]
    [InlineData("", "HTTP/1.1 103 Early Hints\r\n\r\n")]
    public async Task Response_Endless_Returns502WithFlagUPE(string start, string repeated)
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front));
        proxy.Upstream.Handler = async (_, connection, cancel) =>
        {
            await connection.WriteAsync(start);
            var block = string.Concat(Enumerable.Repeat(repeated, 200));
            while (!cancel.IsCancellationRequested)
            {
                await connection.WriteAsync(block);
            }
        };

        await AssertProtocolErrorAsync(proxy);
    }

    [Theory]
    [InlineData("zz\r\nok\r\n")]
    [InlineData("2\r\nok\r\n+1\r\n")]
    public async Task Body_MalformedChunk_HeadIsForwardedAndConnectionCloses(string body)
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front));
        proxy.Upstream.Handler = RawServer.Raw(Ok + "Transfer-Encoding: chunked\r\n\r\n" + body);

        var response = await proxy.GetAsync("/");

        Assert.Equal(("200", false), (response.Status, response.IsComplete));
        Assert.Equal("UPE", (await proxy.Collector.TakeAsync()).Flags);
    }

    [Theory]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n" + Ok + "Content-Length: 2\r\n\r\nok", false)]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + Ok + "Content-Length: 2\r\n\r\nok", false)]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 2\n\nok", false)]
    [InlineData("HTTP/1.0 200 OK\r\n\r\nok", true)]
    [InlineData(Ok + "\r\nok", true)]
    [InlineData(Ok + "Connection: close\r\nContent-Length: 2\r\n\r\nok", true)]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\nTrailer: x\r\n\r\n2;a=b\r\nok\r\n0\r\nx: y\r\n\r\n", false)]
    [InlineData(Ok + "Content-Length: 2\r\n\r\nok and more", false)]
    public async Task Response_UnusualForm_IsForwarded(string response, bool closes)
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front));
        proxy.Upstream.Handler = closes ? RawServer.RawThenClose(response) : RawServer.Raw(response);

        for (var i = 0; i < 2; i++)
        {
            var answer = await proxy.GetAsync("/");
            Assert.Equal(("200", "ok", true), (answer.Status, answer.Body, answer.IsComplete));
            Assert.Null(answer["x"]);
            Assert.Equal("-", (await proxy.Collector.TakeAsync()).Flags);
        }
    }

    [Fact]
    public async Task Response_ByteByByte_IsForwarded()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front));
        proxy.Upstream.Handler = async (_, connection, _) =>
        {
            foreach (var c in Ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")
            {
                await connection.WriteAsync(c.ToString(CultureInfo.InvariantCulture));
            }
        };

        Assert.Equal("ok", (await proxy.GetAsync("/")).Body);
        Assert.Equal("-", (await proxy.Collector.TakeAsync()).Flags);
    }

    private static async Task AssertProtocolErrorAsync(ProxyEnvironment proxy)
    {
        var response = await proxy.GetAsync("/");

        Assert.Equal("502", response.Status);
        Assert.EndsWith("reset reason: protocol error", response.Body, StringComparison.Ordinal);
        Assert.Equal("UPE", (await proxy.Collector.TakeAsync()).Flags);
    }
}
