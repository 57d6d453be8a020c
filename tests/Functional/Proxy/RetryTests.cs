namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the retry policy of a route. The expected values were observed on Envoy 1.40.</summary>
public sealed class RetryTests : ProxyTests
{
    private static readonly string Metadata = $"ReverseProxy:Routes:{ProxyRole.Front.Cluster}:Metadata";

    [Theory]
    [InlineData("5xx", 500, 2)]
    [InlineData("5xx", 404, 1)]
    [InlineData("gateway-error", 500, 1)]
    [InlineData("gateway-error", 502, 2)]
    [InlineData("gateway-error", 504, 2)]
    [InlineData("reset", 503, 1)]
    [InlineData("connect-failure", 503, 1)]
    [InlineData("retriable-status-codes", 409, 2)]
    [InlineData("retriable-status-codes", 503, 1)]
    [InlineData("Connect-Failure, 5XX", 503, 2)]
    public async Task Response_ByCondition_IsRetried(string retryOn, int status, int tries)
    {
        var proxy = await StartAsync(Setup(retryOn));
        FailFirst(proxy, RawServer.Status(status));

        var response = await proxy.GetAsync("/");

        Assert.Equal(tries == 2 ? "200" : $"{status}", response.Status);
        Assert.Equal(tries, proxy.Upstream.RequestCount);
        Assert.Equal("-", (await proxy.Collector.TakeAsync()).Flags);
    }

    [Theory]
    [InlineData("reset", 2)]
    [InlineData("5xx", 2)]
    [InlineData("gateway-error", 2)]
    [InlineData("reset-before-request", 1)]
    [InlineData("connect-failure", 1)]
    [InlineData("refused-stream", 1)]
    public async Task ConnectionEnd_ByCondition_IsRetried(string retryOn, int tries)
    {
        var proxy = await StartAsync(Setup(retryOn));
        FailFirst(proxy, RawServer.RawThenClose(""));

        var response = await proxy.GetAsync("/");

        Assert.Equal(tries == 2 ? "200" : "503", response.Status);
        Assert.Equal(tries, proxy.Upstream.RequestCount);
        Assert.Equal(tries == 2 ? "-" : "UC", (await proxy.Collector.TakeAsync()).Flags);
    }

    [Fact]
    public async Task Response_EveryTryFails_IsReturnedWithFlagURX()
    {
        var proxy = await StartAsync(Setup("5xx").With($"{Metadata}:NumRetries", "3"));
        proxy.Upstream.Handler = RawServer.Raw("HTTP/1.1 503 Any\r\nX-Own: 1\r\nContent-Length: 4\r\n\r\nbusy");

        var response = await proxy.GetAsync("/");

        Assert.Equal(("503", "busy", "1"), (response.Status, response.Body, response["x-own"]));
        Assert.Equal(4, proxy.Upstream.RequestCount);
        Assert.Equal("URX", (await proxy.Collector.TakeAsync()).Flags);
    }

    [Theory]
    [InlineData("close", "URX,UC", "connection termination")]
    [InlineData("refuse", "URX,UF", "remote connection failure")]
    public async Task NoResponse_EveryTryFails_ReplySaysRetried(string kind, string flags, string reason)
    {
        var setup = Setup("5xx");
        var proxy = await StartAsync(kind == "close" ? setup : setup.WithUpstream($"http://127.0.0.1:{Scratch.FreePorts(1)[0]}"));
        proxy.Upstream.Handler = RawServer.RawThenClose("");

        var response = await proxy.GetAsync("/");

        Assert.Equal("503", response.Status);
        Assert.Equal($"upstream connect error or disconnect/reset before headers. retried and the latest reset reason: {reason}", response.Body);
        Assert.Equal(flags, (await proxy.Collector.TakeAsync()).Flags);
    }

    [Theory]
    [InlineData("5xx", 2, "URX,UT")]
    [InlineData("connect-failure", 1, "UT")]
    [InlineData("", 1, "UT")]
    public async Task Try_TakesTooLong_Returns504(string retryOn, int tries, string flags)
    {
        var proxy = await StartAsync(Setup(retryOn).With($"{Metadata}:PerTryTimeout", "00:00:00.100"));
        proxy.Upstream.Handler = RawServer.Hang();

        var response = await proxy.GetAsync("/");

        Assert.Equal(("504", "upstream request timeout"), (response.Status, response.Body));
        Assert.Equal(tries, proxy.Upstream.RequestCount);
        Assert.Equal("100", (await proxy.Upstream.TakeAsync())["x-envoy-expected-rq-timeout-ms"]);
        Assert.Equal(flags, (await proxy.Collector.TakeAsync()).Flags);
    }

    [Fact]
    public async Task Timeout_DuringSecondTry_Returns504WithFlagUT()
    {
        var proxy = await StartAsync(Setup("5xx").WithRouteTimeout("00:00:00.300"));
        FailFirst(proxy, RawServer.Status(503), RawServer.Hang());

        Assert.Equal("504", (await proxy.GetAsync("/")).Status);
        Assert.Equal("UT", (await proxy.Collector.TakeAsync()).Flags);
    }

    [Theory]
    [InlineData(1000, "200", 2)]
    [InlineData(1024 * 1024, "200", 2)]
    [InlineData(1024 * 1024 + 1, "503", 1)]
    public async Task Body_UpToLimit_IsSentAgain(int length, string status, int tries)
    {
        var proxy = await StartAsync(Setup("5xx"));
        FailFirst(proxy, RawServer.Status(503));

        var body = new string('b', length);
        var response = await proxy.SendAsync($"POST / HTTP/1.1\r\nHost: mesh.test\r\nContent-Length: {length}\r\n\r\n{body}");

        Assert.Equal(status, response.Status);
        for (var i = 0; i < tries; i++)
        {
            Assert.Equal(body, (await proxy.Upstream.TakeAsync()).Body);
        }

        Assert.Equal($"{length}", (await proxy.Collector.TakeAsync()).Tags["request_size"]);
    }

    [Fact]
    public async Task Response_HasBegun_IsNotRetried()
    {
        var proxy = await StartAsync(Setup("5xx, reset"));
        proxy.Upstream.Handler = RawServer.RawThenClose("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhal");

        Assert.False((await proxy.GetAsync("/")).IsComplete);
        Assert.Equal(1, proxy.Upstream.RequestCount);
        await proxy.Collector.TakeAsync();
    }

    [Fact]
    public async Task Retry_OtherDestination_IsPreferred()
    {
        await using var other = new RawServer();
        var proxy = await StartAsync(Setup("5xx").With($"ReverseProxy:Clusters:{ProxyRole.Front.Cluster}:Destinations:second:Address", other.Address));
        proxy.Upstream.Handler = RawServer.Status(503);

        for (var i = 0; i < 4; i++)
        {
            Assert.Equal("200", (await proxy.GetAsync("/")).Status);
            await proxy.Collector.TakeAsync();
        }

        Assert.Equal(4, other.RequestCount);
    }

    [Fact]
    public async Task Retry_MaxRetries_ResponseIsReturnedWithFlagUO()
    {
        var proxy = await StartAsync(Setup("5xx").With($"ReverseProxy:Clusters:{ProxyRole.Front.Cluster}:Metadata:MaxRetries", "0"));
        proxy.Upstream.Handler = RawServer.Status(503);

        Assert.Equal("503", (await proxy.GetAsync("/")).Status);
        Assert.Equal(1, proxy.Upstream.RequestCount);
        Assert.Equal("UO", (await proxy.Collector.TakeAsync()).Flags);
    }

    private static ProxySetup Setup(string retryOn) => new ProxySetup(ProxyRole.Front)
        .With($"{Metadata}:RetryOn", retryOn)
        .With($"{Metadata}:RetriableStatusCodes", "409, 410")
        .With($"{Metadata}:RetryBackOffBaseInterval", "00:00:00.001");

    private static void FailFirst(ProxyEnvironment proxy, RawServer.RequestHandler first, RawServer.RequestHandler? then = null) =>
        proxy.Upstream.Handler = (request, connection, cancel) =>
            (proxy.Upstream.RequestCount == 1 ? first : then ?? RawServer.Text("hello\n"))(request, connection, cancel);
}
