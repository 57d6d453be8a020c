namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the limits of requests and their connections, of listeners and routes. Each outcome was observed on Envoy 1.40.</summary>
public sealed class StreamLimitTests : ProxyTests
{
    private const string Listener = "Listeners:ingress_http";
    private const string Route = "ReverseProxy:Routes:service1:Metadata";
    private const string PartOfBody = "Content-Length: 10\r\n\r\nab";

    [Fact]
    public async Task RequestTimeout_BodyIncomplete_Returns408()
    {
        var proxy = await StartAsync(Front($"{Listener}:RequestTimeout", "00:00:01"));

        await AssertResponseAsync(proxy, PartOfBody, "408", "request timeout", "close", "-");
        Assert.Equal(1, await CounterAsync(proxy, "downstream_rq_timeout"));
    }

    [Fact]
    public async Task RequestTimeout_RequestComplete_DoesNotApply()
    {
        var proxy = await StartAsync(Front($"{Listener}:RequestTimeout", "00:00:01").With($"{Listener}:MaxStreamDuration", "00:00:03"));

        await AssertResponseAsync(proxy, "\r\n", "504", "downstream duration timeout", null, "-");
    }

    [Theory]
    [InlineData(Listener, PartOfBody, "408", "close")]
    [InlineData(Listener, "\r\n", "504", null)]
    [InlineData(Route, PartOfBody, "408", "close")]
    [InlineData(Route, "\r\n", "504", null)]
    public async Task MaxStreamDuration_NoResponse_Returns408Or504(string section, string rest, string status, string? connectionHeader)
    {
        var proxy = await StartAsync(Front($"{section}:MaxStreamDuration", "00:00:00.300"));

        await AssertResponseAsync(proxy, rest, status, "downstream duration timeout", connectionHeader, "-");
        Assert.Equal(1, await CounterAsync(proxy, "downstream_rq_max_duration_reached"));
    }

    [Fact]
    public async Task MaxStreamDuration_ResponseBegun_CutsItOff()
    {
        var proxy = await StartAsync(Front($"{Listener}:MaxStreamDuration", "00:00:00.500"));
        proxy.Upstream.Handler = async (_, connection, cancel) =>
        {
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
            await Task.Delay(Timeout.Infinite, cancel);
        };

        var response = await proxy.GetAsync("/trace/1");

        Assert.Equal(("200", "abc", false), (response.Status, response.Body, response.IsComplete));
        Assert.Equal("-", (await proxy.Collector.TakeAsync()).Flags);
    }

    [Theory]
    [InlineData("MaxStreamDuration", "00:00:00.100")]
    [InlineData("StreamIdleTimeout", "00:00:01")]
    public async Task Route_OwnLimit_TakesThePlaceOfTheListeners(string option, string limit)
    {
        var proxy = await StartAsync(Front($"{Listener}:{option}", limit)
            .With($"{Route}:{(option == "StreamIdleTimeout" ? "IdleTimeout" : option)}", "00:00:00").WithRouteTimeout("00:00:03"));

        await AssertResponseAsync(proxy, "\r\n", "504", "upstream request timeout", null, "UT");
    }

    [Theory]
    [InlineData("00:00:00", "300m", "300m")]
    [InlineData("00:00:00.300", "10S", "300m")]
    public async Task GrpcTimeoutHeaderMax_Header_LimitsTheDuration(string max, string header, string forwarded)
    {
        var proxy = await StartAsync(Front($"{Route}:GrpcTimeoutHeaderMax", max));

        await AssertResponseAsync(proxy, $"grpc-timeout: {header}\r\n\r\n", "504", "downstream duration timeout", null, "-");
        Assert.Equal(forwarded, (await proxy.Upstream.TakeAsync())["grpc-timeout"]);
    }

    [Fact]
    public async Task MaxRequestsPerConnection_LastResponse_SaysClose()
    {
        var proxy = await StartAsync(Front($"{Listener}:MaxRequestsPerConnection", "2").With("Tracing:RandomSampling", "0"));
        proxy.Upstream.Handler = RawServer.Text("ok");
        var connection = await proxy.ConnectAsync();

        await connection.WriteAsync(string.Concat(Enumerable.Repeat(RawRequest.Get("/trace/1"), 3)));

        Assert.Null((await connection.ReadResponseAsync())["connection"]);
        Assert.Equal("close", (await connection.ReadResponseAsync())["connection"]);
        await connection.WaitForCloseAsync();
        Assert.Equal(2, proxy.Upstream.RequestCount);
        Assert.Equal(1, await CounterAsync(proxy, "downstream_cx_max_requests_reached"));
    }

    private static ProxySetup Front(string option, string value) =>
        new ProxySetup(ProxyRole.Front).With(option, value).With("Admin:Address", "127.0.0.1").With("Admin:Port", "0");

    private static async Task AssertResponseAsync(ProxyEnvironment proxy, string rest, string status, string body, string? connectionHeader, string flag)
    {
        proxy.Upstream.Handler = RawServer.Hang();
        var connection = await proxy.ConnectAsync();
        await connection.WriteAsync($"POST /trace/1 HTTP/1.1\r\nHost: mesh.test\r\n{rest}");

        var response = await connection.ReadResponseAsync();

        Assert.Equal((status, body, connectionHeader), (response.Status, response.Body, response["connection"]));
        Assert.Equal(flag, (await proxy.Collector.TakeAsync()).Flags);
    }

    private static async Task<long> CounterAsync(ProxyEnvironment proxy, string name)
    {
        using var client = new HttpClient();
        var text = await client.GetStringAsync(new Uri(proxy.AdminAddress!, $"/stats?filter=ingress_http.{name}$"), TestContext.Current.CancellationToken);
        return long.Parse(text.Split(": ")[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
