namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests that a malformed chunk or trailer makes the whole request malformed. Each row was observed on Envoy 1.40.</summary>
public sealed class HostileChunkTests : ProxyTests
{
    [Theory]
    [InlineData("+5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("-5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("0x5\r\nhello\r\n0\r\n\r\n")]
    [InlineData(" 5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5,5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("\r\nhello\r\n0\r\n\r\n")]
    [InlineData("zz\r\nhello\r\n0\r\n\r\n")]
    [InlineData("fffffffffffffffff\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5\rhello\r\n0\r\n\r\n")]
    [InlineData("5\r\nhello0\r\n\r\n")]
    [InlineData("5\r\nhello\r\n0\r\nX T: a\r\n\r\n")]
    [InlineData("5\r\nhello\r\n0\r\nX-T: a\u0001b\r\n\r\n")]
    [InlineData("5\r\nhello\r\n0\r\nX-T: a\u007fb\r\n\r\n")]
    [InlineData("5\r\nhello\r\n0\r\n X-T: a\r\n\r\n")]
    [InlineData("5\r\nhello\r\n0\r\nXT\r\n\r\n")]
    public async Task Chunk_Malformed_Returns400AndUpstreamSeesNoEnd(string body)
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front));

        var response = await proxy.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
        await proxy.GetAsync("/next");

        Assert.Equal(("400", "Bad Request", "close"), (response.Status, response.Body, response["connection"]));
        ReportedSpan[] spans = [await proxy.Collector.TakeAsync(), await proxy.Collector.TakeAsync()];
        var span = Assert.Single(spans, span => span.Tags["http.method"] == "POST");
        Assert.Equal(("400", "DPE", null), (span.Tags["http.status_code"], span.Flags, span.Tags.GetValueOrDefault("error")));
        var request = await proxy.Upstream.TakeAsync();
        Assert.True(request.Target == "/next" || !request.IsComplete);
    }

    [Fact]
    public async Task Trailer_TooLarge_Returns431()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front));

        var response = await proxy.SendAsync(
            $"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-T: {new string('a', 70_000)}\r\n\r\n");

        Assert.Equal(("431", "close"), (response.Status, response["connection"]));
        Assert.Equal("431", (await proxy.Collector.TakeAsync()).Tags["http.status_code"]);
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhel")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")]
    [InlineData("Content-Length: 50\r\n\r\nhello")]
    public async Task Body_ClientDisconnects_IsNoMalformedRequest(string rest)
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front));
        var connection = await proxy.ConnectAsync();

        await connection.WriteAsync($"POST / HTTP/1.1\r\nHost: a\r\n{rest}");
        connection.Dispose();

        var span = await proxy.Collector.TakeAsync();
        Assert.Equal(("0", "DC"), (span.Tags["http.status_code"], span.Flags));
    }

    [Theory]
    [InlineData("5;a=b\r\nhello\r\n0\r\n\r\n")]
    [InlineData("0005\r\nhello\r\n00\r\n\r\n")]
    [InlineData("5\r\nhello\r\n0\r\nX-T: a\r\n\r\n")]
    [InlineData("5\r\nhello\r\n0\r\nContent-Length: 9\r\nHost: b\r\nX-B3-TraceId: 1\r\n\r\n")]
    public async Task Chunk_ExtensionOrTrailer_IsForwardedWithoutIt(string body)
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front));

        await proxy.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body);

        var request = await proxy.Upstream.TakeAsync();
        Assert.Equal(("hello", true, "a"), (request.Body, request.IsComplete, request["host"]));
        await proxy.Collector.TakeAsync();
    }
}
