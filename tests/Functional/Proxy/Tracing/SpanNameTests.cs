namespace ZipkinMesh.Tests.Proxy.Tracing;

/// <summary>Tests the names of spans that are formatted for each request. The expected values were observed on Envoy 1.40.</summary>
public sealed class SpanNameTests : ProxyTests
{
    private const string Format = "%REQ(:METHOD)% %REQ(x-absent)%%RESPONSE_CODE%";

    private static readonly string Operation = $"ReverseProxy:Routes:{ProxyRole.Front.Cluster}:Metadata:Operation";

    [Fact]
    public async Task Operation_OfAll_TakesThePlaceOfTheRoutesName()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).With("Tracing:Operation", Format));

        var (request, _, span) = await proxy.TraceAsync();

        Assert.Equal("GET 200", span.Name);
        Assert.Null(request["x-envoy-decorator-operation"]);
    }

    [Fact]
    public async Task Operation_OfTheRoute_TakesThePlaceOfTheListeners()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).With($"Listeners:{ProxyRole.Front.Listener}:Tracing:Operation", Format).With(Operation, "route %ROUTE_NAME%"));

        Assert.Equal("route service1", (await proxy.TraceAsync()).Span.Name);
    }

    [Fact]
    public async Task Operation_OfTheRouteWithOperators_IsNotExchanged()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).With(Operation, Format));
        proxy.Upstream.Handler = RawServer.Raw("HTTP/1.1 200 OK\r\nx-envoy-decorator-operation: other\r\nContent-Length: 0\r\n\r\n");

        var (request, response, span) = await proxy.TraceAsync();

        Assert.Equal("GET 200", span.Name);
        Assert.Null(request["x-envoy-decorator-operation"]);
        Assert.Equal("other", response["x-envoy-decorator-operation"]);
    }

    [Fact]
    public async Task Operation_Empty_IsTheHost()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).With("Tracing:Operation", "%REQ(x-absent)%"));

        Assert.Equal("mesh.test", (await proxy.TraceAsync()).Span.Name);
    }

    [Fact]
    public async Task Operation_ValueInUtf8_IsDecoded()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).With("Tracing:Operation", "%REQ(x-name)%"));

        Assert.Equal("m\u00fc\"ller", (await proxy.TraceAsync("x-name: m\u00c3\u00bc\"ller")).Span.Name);
    }

    [Theory]
    [InlineData(null, "up GET")]
    [InlineData("route %UPSTREAM_CLUSTER%", "route service1")]
    [InlineData("%REQ(x-absent)%", "router service1 egress")]
    public async Task UpstreamOperation_OfListenerOrRoute_NamesTheSpanOfTheTry(string? ofRoute, string name)
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front)
            .With("Tracing:SpawnUpstreamSpan", "true")
            .With("Tracing:UpstreamOperation", "up %REQ(:METHOD)%")
            .With(Operation.Replace("Operation", "UpstreamOperation", StringComparison.Ordinal), ofRoute));

        await proxy.GetAsync("/");

        Assert.Equal(name, (await proxy.Collector.TakeAsync()).Name);
        Assert.Equal("check_server1", (await proxy.Collector.TakeAsync()).Name);
    }
}
