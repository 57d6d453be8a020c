using ZipkinMesh.Tests.Support;

namespace ZipkinMesh.Tests.Proxy.Http2;

/// <summary>Tests what becomes of failures of upstreams that speak HTTP/2. The expected values were observed on Envoy 1.40.</summary>
public sealed class UpstreamFailureTests : ProxyTests
{
    private const string Prefix = "upstream connect error or disconnect/reset before headers. reset reason: ";
    private static readonly (string, string) Ok = (":status", "200");
    private readonly Http2Server _upstream = new();

    [Theory]
    [InlineData(0, "503", "UR", "remote reset")]
    [InlineData(1, "502", "UPE", "protocol error")]
    [InlineData(2, "503", "UR", "remote reset")]
    [InlineData(7, "503", "UR", "remote refused stream reset")]
    [InlineData(8, "503", "UR", "remote reset")]
    [InlineData(11, "503", "UR", "remote reset")]
    public async Task Reset_BeforeResponse_IsReply(int code, string status, string flag, string reason)
    {
        _upstream.Handler = Http2Server.Send(stream => [Http2Frame.Reset(stream, code)]);

        await AssertReplyAsync(status, flag, reason);
    }

    [Fact]
    public async Task Connection_EndsBeforeResponse_IsReplyWithFlagUC()
    {
        _upstream.Handler = Http2Server.SendThenClose(_ => []);

        await AssertReplyAsync("503", "UC", "connection termination");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task GoAway_WithoutTheRequest_IsReplyWithFlagUR(int code)
    {
        _upstream.Handler = Http2Server.SendThenClose(_ => [Http2Frame.GoAway(0, code)]);

        await AssertReplyAsync("503", "UR", "remote refused stream reset");
    }

    [Fact]
    public async Task GoAway_WithTheRequest_ResponseIsForwarded()
    {
        _upstream.Handler = Http2Server.Send(stream => [Http2Frame.GoAway(stream, 0), Http2Frame.Headers(stream, false, Ok), Http2Frame.Data(stream, true, "ok")]);
        var proxy = await StartAsync(Setup());

        var response = await proxy.GetAsync("/");

        Assert.Equal(("200", "ok"), (response.Status, response.Body));
        Assert.Equal("-", (await proxy.Collector.TakeAsync()).Flags);
    }

    [Theory]
    [InlineData("no frames")]
    [InlineData("no status")]
    [InlineData("connection header")]
    [InlineData("too many headers")]
    [InlineData("data first")]
    public async Task Response_Malformed_IsReplyWithFlagUPE(string kind)
    {
        _upstream.Handler = kind switch
        {
            "no frames" => (connection, _) => connection.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray()),
            "no status" => Http2Server.Send(stream => [Http2Frame.Headers(stream, true, ("a", "b"))]),
            "connection header" => Http2Server.Send(stream => [Http2Frame.Headers(stream, true, Ok, ("connection", "close"))]),
            "too many headers" => Http2Server.Send(stream => [Http2Frame.Headers(stream, true, [Ok, .. Enumerable.Range(0, 101).Select(i => ($"x{i}", "v"))])]),
            _ => Http2Server.Send(stream => [Http2Frame.Data(stream, true, "ok")]),
        };

        await AssertReplyAsync("502", "UPE", "protocol error");
    }

    [Theory]
    [InlineData("reset", "UR")]
    [InlineData("protocol error", "UPE")]
    [InlineData("too short", "UPE")]
    [InlineData("too long", "UPE")]
    [InlineData("connection end", "UC")]
    public async Task Response_EndsEarly_ConnectionIsClosed(string kind, string flag)
    {
        _upstream.Handler = kind switch
        {
            "reset" => Http2Server.Send(stream => [Http2Frame.Headers(stream, false, Ok), Http2Frame.Data(stream, false, "half"), Http2Frame.Reset(stream, 2)]),
            "protocol error" => Http2Server.Send(stream => [Http2Frame.Headers(stream, false, Ok), Http2Frame.Data(stream, false, "half"), Http2Frame.Reset(stream, 1)]),
            "too short" => Http2Server.Send(stream => [Http2Frame.Headers(stream, false, Ok, ("content-length", "5")), Http2Frame.Data(stream, true, "half")]),
            "too long" => Http2Server.Send(stream => [Http2Frame.Headers(stream, false, Ok, ("content-length", "3")), Http2Frame.Data(stream, true, "half")]),
            _ => Http2Server.SendThenClose(stream => [Http2Frame.Headers(stream, false, Ok), Http2Frame.Data(stream, false, "half")]),
        };
        var proxy = await StartAsync(Setup());

        var response = await proxy.GetAsync("/");

        Assert.False(response.IsComplete);
        Assert.Equal(flag, (await proxy.Collector.TakeAsync()).Flags);
    }

    [Fact]
    public async Task Reset_WhileBodyIsSent_IsReplyWithFlagUR()
    {
        _upstream.Handler = Http2Server.Send(stream => [Http2Frame.Reset(stream, 2)]);
        var proxy = await StartAsync(Setup());

        var response = await proxy.SendAsync("POST / HTTP/1.1\r\nHost: mesh.test\r\nContent-Length: 10\r\n\r\nhalf");

        Assert.Equal(("503", Prefix + "remote reset"), (response.Status, response.Body));
        Assert.Equal("UR", (await proxy.Collector.TakeAsync()).Flags);
    }

    [Fact]
    public async Task Refusal_OfRequestWithBody_IsReplyWithFlagUR()
    {
        _upstream.Handler = Http2Server.Send(stream => [Http2Frame.Reset(stream, 7)]);
        var proxy = await StartAsync(Setup());

        var response = await proxy.SendAsync("POST / HTTP/1.1\r\nHost: mesh.test\r\nContent-Length: 4\r\n\r\nbody");

        Assert.Equal(("503", Prefix + "remote refused stream reset"), (response.Status, response.Body));
        Assert.Equal("UR", (await proxy.Collector.TakeAsync()).Flags);
    }

    [Theory]
    [InlineData("refused-stream", 7, "200")]
    [InlineData("refused-stream", 2, "503")]
    [InlineData("reset", 2, "200")]
    [InlineData("connect-failure", 2, "503")]
    public async Task Reset_ByCondition_IsRetried(string retryOn, int code, string status)
    {
        var proxy = await StartAsync(Setup().With("ReverseProxy:Routes:service1:Metadata:RetryOn", retryOn));
        _upstream.Handler = (connection, stream) => connection.WriteAsync(_upstream.RequestCount == 1
            ? Http2Frame.Reset(stream, code)
            : Http2Frame.Headers(stream, true, Ok));

        var response = await proxy.SendAsync("POST / HTTP/1.1\r\nHost: mesh.test\r\nContent-Length: 4\r\n\r\nbody");

        Assert.Equal(status, response.Status);
        Assert.Equal(status == "200", _upstream.RequestCount > 1);
        await proxy.Collector.TakeAsync();
    }

    [Fact]
    public async Task Connection_Refused_IsReplyWithFlagUF()
    {
        var proxy = await StartAsync(Setup().WithUpstream($"http://127.0.0.1:{Scratch.FreePorts(1)[0]}"));

        var response = await proxy.GetAsync("/");

        Assert.Equal(("503", Prefix + "remote connection failure"), (response.Status, response.Body));
        Assert.Equal("UF", (await proxy.Collector.TakeAsync()).Flags);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    private ProxySetup Setup() =>
        new ProxySetup(ProxyRole.Front).With("ReverseProxy:Clusters:service1:HttpRequest:Version", "2").WithUpstream(_upstream.Address);

    private async Task AssertReplyAsync(string status, string flag, string reason)
    {
        var proxy = await StartAsync(Setup());

        var response = await proxy.GetAsync("/");

        Assert.Equal((status, Prefix + reason), (response.Status, response.Body));
        var span = await proxy.Collector.TakeAsync();
        Assert.Equal((flag, status, "true"), (span.Flags, span.Tags["http.status_code"], span.Tags["error"]));
    }
}
