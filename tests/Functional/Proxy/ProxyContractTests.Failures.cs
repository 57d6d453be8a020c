using System.Globalization;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests responses and spans when the upstream fails or the client disconnects.</summary>
public abstract partial class ProxyContractTests
{
    private const string ConnectError = "upstream connect error or disconnect/reset before headers. reset reason: ";

    [Fact]
    public async Task Upstream_RefusesConnection_Returns503WithFlagUF()
    {
        var proxy = await StartAsync(Setup.WithUpstream($"http://127.0.0.1:{Scratch.FreePorts(1)[0]}"));

        await AssertLocalReplyAsync(proxy, "503", ConnectError + "remote connection failure", "UF");
    }

    [Fact]
    public async Task Upstream_ResetsConnection_Returns503WithFlagUC()
    {
        var proxy = await StartAsync();
        proxy.Upstream.Handler = (_, connection, _) =>
        {
            connection.Reset();
            return Task.CompletedTask;
        };

        await AssertLocalReplyAsync(proxy, "503", ConnectError + "connection termination", "UC");
    }

    [Fact]
    public async Task Upstream_ClosesWithoutResponse_Returns503WithFlagUC()
    {
        var proxy = await StartAsync();
        proxy.Upstream.Handler = RawServer.RawThenClose("");

        await AssertLocalReplyAsync(proxy, "503", ConnectError + "connection termination", "UC");
    }

    [Fact]
    public async Task Upstream_SpeaksOtherProtocol_Returns502WithFlagUPE()
    {
        var proxy = await StartAsync();
        proxy.Upstream.Handler = RawServer.RawThenClose("220 mail.test ESMTP\r\n");

        await AssertLocalReplyAsync(proxy, "502", ConnectError + "protocol error", "UPE");
    }

    [Fact]
    public async Task Upstream_Hangs_Returns504WithFlagUTAfterRouteTimeout()
    {
        var proxy = await StartAsync(Setup.WithRouteTimeout("00:00:00.200"));
        proxy.Upstream.Handler = RawServer.Hang();

        var span = await AssertLocalReplyAsync(proxy, "504", "upstream request timeout", "UT");

        // The timeout of the route applies, not the default of 15 s.
        Assert.InRange(span.Duration, 195_000, 14_000_000);
    }

    [Fact]
    public async Task Upstream_UnknownName_Returns503WithFlagUH()
    {
        var proxy = await StartAsync(Setup.WithUpstream("http://nowhere.test:8000"));

        await AssertLocalReplyAsync(proxy, "503", "no healthy upstream", "UH");
    }

    [Fact]
    public async Task Upstream_UnknownNameForHead_Returns503WithoutBody()
    {
        var proxy = await StartAsync(Setup.WithUpstream("http://nowhere.test:8000"));
        var connection = await proxy.ConnectAsync();

        await connection.WriteAsync($"HEAD {Role.Path} HTTP/1.1\r\nHost: a\r\n\r\n" + RawRequest.Get(Role.Path));

        var head = await connection.ReadResponseAsync("HEAD");
        var get = await connection.ReadResponseAsync();
        Assert.Equal(("503", "503"), (head.Status, get.Status));
        Assert.Equal(get["content-length"], head["content-length"]);
        Assert.Equal("UH", (await proxy.Collector.TakeAsync()).Flags);
        Assert.Equal("UH", (await proxy.Collector.TakeAsync()).Flags);
    }

    [Theory]
    [InlineData("Content-Length: 100\r\n\r\n", "half of it")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n", "a\r\nhalf of it\r\n")]
    public async Task Upstream_ClosesMidBody_ForwardsPartialBodyAndCloses(string framing, string body)
    {
        var proxy = await StartAsync();
        proxy.Upstream.Handler = RawServer.RawThenClose("HTTP/1.1 200 OK\r\n" + framing + body);
        var connection = await proxy.ConnectAsync();

        await connection.WriteAsync(RawRequest.Get(Role.Path));
        var response = await connection.ReadResponseAsync();
        await connection.WaitForCloseAsync();

        Assert.Equal(("200", "half of it", false), (response.Status, response.Body, response.IsComplete));
        var span = await proxy.Collector.TakeAsync();
        Assert.Equal("UPE", span.Flags);
        Assert.Equal("200", span.Tags["http.status_code"]);
        Assert.Equal("10", span.Tags["response_size"]);
    }

    [Fact]
    public async Task Upstream_HangsMidBody_ClosesAfterRouteTimeout()
    {
        var proxy = await StartAsync(Setup.WithRouteTimeout("00:00:02"));
        proxy.Upstream.Handler = async (_, connection, cancel) =>
        {
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of it");
            await Task.Delay(Timeout.Infinite, cancel);
        };
        var connection = await proxy.ConnectAsync();

        await connection.WriteAsync(RawRequest.Get(Role.Path));
        var response = await connection.ReadResponseAsync();

        Assert.Equal(("half of it", false), (response.Body, response.IsComplete));
        Assert.Equal("UT", (await proxy.Collector.TakeAsync()).Flags);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Client_DisconnectsBeforeResponse_SpanHasFlagDCAndStatus0(bool resets)
    {
        var proxy = await StartAsync();
        proxy.Upstream.Handler = RawServer.Hang();
        var connection = await proxy.ConnectAsync();
        await connection.WriteAsync(RawRequest.Get(Role.Path));
        await proxy.Upstream.TakeAsync();

        if (resets)
        {
            connection.Reset();
        }
        else
        {
            connection.Dispose();
        }

        var span = await proxy.Collector.TakeAsync();
        Assert.Equal("DC", span.Flags);
        Assert.Equal("0", span.Tags["http.status_code"]);
        Assert.Equal("true", span.Tags["error"]);
    }

    [Fact]
    public async Task Client_DisconnectsMidBody_SpanHasFlagDCAndStatus()
    {
        var proxy = await StartAsync();
        proxy.Upstream.Handler = async (_, connection, cancel) =>
        {
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\nhalf");
            await Task.Delay(Timeout.Infinite, cancel);
        };
        var connection = await proxy.ConnectAsync();
        await connection.WriteAsync(RawRequest.Get(Role.Path));
        await connection.ReadResponseHeadAsync();

        connection.Reset();

        var span = await proxy.Collector.TakeAsync();
        Assert.Equal("DC", span.Flags);
        Assert.Equal("200", span.Tags["http.status_code"]);
    }

    [Fact]
    public async Task Client_DisconnectsMidUpload_SpanHasFlagDCAndStatus0()
    {
        var proxy = await StartAsync();
        var connection = await proxy.ConnectAsync();
        await connection.WriteAsync($"POST {Role.Path} HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf of it");

        connection.Dispose();

        var span = await proxy.Collector.TakeAsync();
        Assert.Equal("DC", span.Flags);
        Assert.Equal("0", span.Tags["http.status_code"]);
    }

    [Fact]
    public async Task Upstream_ClosesAfterEachResponse_AllRequestsSucceed()
    {
        var proxy = await StartAsync();
        proxy.Upstream.Handler = RawServer.RawThenClose("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

        for (var i = 0; i < 5; i++)
        {
            var (_, response, span) = await proxy.TraceAsync();
            Assert.Equal(("200", "ok", "-"), (response.Status, response.Body, span.Flags));
        }

        Assert.Equal(5, proxy.Upstream.RequestCount);
    }

    private async Task<ReportedSpan> AssertLocalReplyAsync(ProxyEnvironment proxy, string status, string body, string flag)
    {
        var response = await proxy.GetAsync(Role.Path);

        Assert.Equal(status, response.Status);
        Assert.Equal(body, response.Body);
        Assert.Equal("text/plain", response["content-type"]);
        Assert.Equal("yarp", response["server"]);
        Assert.Null(response["x-envoy-upstream-service-time"]);
        var span = await proxy.Collector.TakeAsync();
        Assert.Equal(flag, span.Flags);
        Assert.Equal(status, span.Tags["http.status_code"]);
        Assert.Equal("true", span.Tags["error"]);
        Assert.Equal(Role.Cluster, span.Tags["upstream_cluster"]);
        Assert.Equal(body.Length.ToString(CultureInfo.InvariantCulture), span.Tags["response_size"]);
        return span;
    }
}
