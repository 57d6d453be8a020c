namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the export of spans by OTLP: ids, names, attributes and resource, over both transports.</summary>
public sealed class OtlpTests : ProxyTests
{
    private const string Grpc = "grpc";
    private const string Http = "http/protobuf";

    private OtlpReceiver _receiver = null!;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_receiver is not null)
        {
            await _receiver.DisposeAsync();
            Assert.Empty(_receiver.TakeRemaining());
        }
    }

    [Theory]
    [InlineData(Grpc)]
    [InlineData(Http)]
    public async Task Span_OfRoot_HasConventionsIdsAndResource(string protocol)
    {
        var proxy = await StartAsync(await SetupAsync(ProxyRole.Front, protocol));
        var before = DateTimeOffset.UtcNow;

        var request = await ForwardAsync(proxy, "/trace/1?a=b", "User-Agent: curl/7.68.0");
        var span = await _receiver.TakeAsync();

        Assert.Equal(request["x-b3-traceid"]!.PadLeft(32, '0'), span.TraceId);
        Assert.Equal(request["x-b3-spanid"], span.SpanId);
        Assert.NotEqual(request["x-b3-traceid"], request["x-b3-spanid"]);
        Assert.Equal(("", "CLIENT", "check_server1", false), (span.ParentId, span.Kind, span.Name, span.IsError));
        Assert.InRange(span.Start, (ulong)before.ToUnixTimeMilliseconds() * 1_000_000, span.End);
        Assert.Equal(
            new Dictionary<string, object>
            {
                ["http.request.method"] = "GET",
                ["url.full"] = "http://mesh.test/trace/1?a=b",
                ["server.address"] = "mesh.test",
                ["server.port"] = 80L,
                ["network.protocol.version"] = "1.1",
                ["user_agent.original"] = "curl/7.68.0",
                ["client.address"] = "127.0.0.1",
                ["http.response.status_code"] = 200L,
                ["guid:x-request-id"] = request["x-request-id"]!,
                ["downstream_cluster"] = "-",
                ["request_size"] = "0",
                ["response_size"] = "6",
                ["response_flags"] = "-",
                ["upstream_cluster"] = "service1",
                ["upstream_cluster.name"] = "service1",
                ["node_id"] = "node-1",
                ["component"] = "proxy",
            }.OrderBy(attribute => attribute.Key),
            span.Attributes.OrderBy(attribute => attribute.Key));
        Assert.Equal("ZipkinMesh.Proxy", span.Scope);
        Assert.Equal(("proxy-1", "node-1", "opentelemetry"), (span.Resource["service.name"], span.Resource["service.instance.id"], span.Resource["telemetry.sdk.name"]));
    }

    [Fact]
    public async Task Span_OfInboundListener_IsServersAndChildOfCallers()
    {
        var proxy = await StartAsync(await SetupAsync(ProxyRole.Ingress, Grpc));

        var request = await ForwardAsync(proxy, "/trace/1?a=b", "b3: 463ac35c9f6413ad48485a3953bb6124-a2fb4a1d1a96d312-1");
        var span = await _receiver.TakeAsync();

        Assert.Equal($"463ac35c9f6413ad48485a3953bb6124-{span.SpanId}-1-a2fb4a1d1a96d312", request["b3"]);
        Assert.Equal(("463ac35c9f6413ad48485a3953bb6124", "a2fb4a1d1a96d312", "SERVER"), (span.TraceId, span.ParentId, span.Kind));
        Assert.Equal(
            ("http", "/trace/1", "a=b", "mesh.test", 80L),
            (span.Attributes["url.scheme"], span.Attributes["url.path"], span.Attributes["url.query"], span.Attributes["server.address"], span.Attributes["server.port"]));
        Assert.DoesNotContain("url.full", span.Attributes);
    }

    [Fact]
    public async Task Span_WithBothExporters_HasTheNamesOfEach()
    {
        var setup = await SetupAsync(ProxyRole.Front, Http);
        var proxy = await StartAsync(setup.WithVariable("OTEL_TRACES_EXPORTER", "zipkin, otlp"));

        var (request, _, zipkin) = await proxy.TraceAsync();
        var span = await _receiver.TakeAsync();

        Assert.Equal((request["x-b3-traceid"], request["x-b3-spanid"]), (zipkin.TraceId, zipkin.Id));
        Assert.Equal((zipkin.TraceId.PadLeft(32, '0'), zipkin.Id), (span.TraceId, span.SpanId));
        Assert.Equal(("GET", "http://mesh.test/trace/1", "200"), (zipkin.Tags["http.method"], zipkin.Tags["http.url"], zipkin.Tags["http.status_code"]));
        Assert.Equal(200L, span.Attributes["http.response.status_code"]);
        Assert.DoesNotContain("http.method", span.Attributes);
    }

    [Fact]
    public async Task Spans_OfRequestAndTry_AreServersAndItsChild()
    {
        var setup = await SetupAsync(ProxyRole.Front, Grpc);
        var proxy = await StartAsync(setup
            .With("Tracing:SpawnUpstreamSpan", "true")
            .With("Tracing:TraceId128Bit", "true")
            .With("Tracing:Verbose", "true"));

        var request = await ForwardAsync(proxy, "/trace/1");
        OtlpSpan[] spans = [await _receiver.TakeAsync(), await _receiver.TakeAsync()];
        var (server, client) = (spans.Single(span => span.Kind == "SERVER"), spans.Single(span => span.Kind == "CLIENT"));

        Assert.Equal((request["x-b3-traceid"], request["x-b3-traceid"]), (server.TraceId, client.TraceId));
        Assert.Equal((request["x-b3-parentspanid"], request["x-b3-spanid"]), (server.SpanId, client.SpanId));
        Assert.Equal(("", server.SpanId), (server.ParentId, client.ParentId));
        Assert.Equal(("router service1 egress", "127.0.0.1", (long)proxy.Upstream.Port), (client.Name, client.Attributes["server.address"], client.Attributes["server.port"]));
        Assert.DoesNotContain("client.address", client.Attributes);
        Assert.DoesNotContain("upstream_address", client.Attributes);
    }

    [Theory]
    [InlineData(404, null)]
    [InlineData(500, "500")]
    public async Task Span_OfServerWithStatus_IsErrorFrom500On(int status, string? error) => await AssertErrorAsync(ProxyRole.Ingress, status, error);

    [Theory]
    [InlineData(302, null)]
    [InlineData(404, "404")]
    [InlineData(503, "503")]
    public async Task Span_OfClientWithStatus_IsErrorFrom400On(int status, string? error) => await AssertErrorAsync(ProxyRole.Front, status, error);

    [Fact]
    public async Task Span_WithoutRoute_IsNamedAfterTheMethod()
    {
        var proxy = await StartAsync(await SetupAsync(ProxyRole.Egress, Grpc));

        await proxy.GetAsync("/nowhere");

        var span = await _receiver.TakeAsync();
        Assert.Equal(("GET", "NR"), (span.Name, span.Attributes["response_flags"]));
    }

    [Fact]
    public async Task Resource_OfVariables_TakesPrecedence()
    {
        var setup = await SetupAsync(ProxyRole.Front, Grpc);
        var proxy = await StartAsync(setup
            .WithVariable("OTEL_SERVICE_NAME", "shop")
            .WithVariable("OTEL_RESOURCE_ATTRIBUTES", "service.name=other,service.instance.id=i-1,deployment.environment.name=a%2Cb"));

        await ForwardAsync(proxy, "/");

        var resource = (await _receiver.TakeAsync()).Resource;
        Assert.Equal(("shop", "i-1", "a,b"), (resource["service.name"], resource["service.instance.id"], resource["deployment.environment.name"]));
    }

    [Theory]
    [InlineData(Grpc, "application/grpc", "grpc-encoding")]
    [InlineData(Http, "application/x-protobuf", "content-encoding")]
    public async Task Export_WithHeadersAndCompression_SendsThemAndIsNotTraced(string protocol, string contentType, string encoding)
    {
        var setup = await SetupAsync(ProxyRole.Front, protocol);
        var proxy = await StartAsync(setup
            .WithVariable("OTEL_EXPORTER_OTLP_HEADERS", "api-key=ignored")
            .WithVariable("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "api-key=a%20secret,x-tenant=1")
            .WithVariable("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip"));

        await ForwardAsync(proxy, "/");

        var headers = (await _receiver.TakeRequestAsync()).Headers;
        Assert.Equal((contentType, "gzip", "a secret", "1"), (headers["content-type"], headers[encoding], headers["api-key"], headers["x-tenant"]));
        Assert.DoesNotContain("traceparent", headers);
        await _receiver.TakeAsync();
    }

    [Fact]
    public async Task Export_ToTracesEndpoint_UsesTheUrlAsItIs()
    {
        var setup = await SetupAsync(ProxyRole.Front, Http);
        var proxy = await StartAsync(setup
            .WithVariable("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
            .WithVariable("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", $"{_receiver.HttpAddress}/v1/traces"));

        await ForwardAsync(proxy, "/");

        await _receiver.TakeAsync();
    }

    [Theory]
    [InlineData("OTEL_TRACES_EXPORTER", "none")]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    public async Task Exporters_TurnedOff_ContextIsForwardedWithoutSpans(string variable, string value)
    {
        var setup = await SetupAsync(ProxyRole.Front, Grpc);
        var proxy = await StartAsync(setup.WithVariable("OTEL_TRACES_EXPORTER", "otlp,zipkin").WithVariable(variable, value));

        var request = await ForwardAsync(proxy, "/");

        Assert.Equal("1", request["x-b3-sampled"]);
        await proxy.StopAsync();
        Assert.Equal(0, proxy.Stats.Made);
    }

    [Fact]
    public async Task Exporter_OtlpAlone_NeedsNoTracingSection()
    {
        var setup = await SetupAsync(ProxyRole.Front, Grpc);
        var proxy = await StartAsync(setup
            .With("Tracing:SharedSpanContext", null)
            .With("Tracing:CollectorCluster", null)
            .With("Tracing:FlushInterval", null)
            .With("ReverseProxy:Clusters:zipkin:Destinations:zipkin:Address", null));

        await ForwardAsync(proxy, "/");

        Assert.Equal("check_server1", (await _receiver.TakeAsync()).Name);
    }

    private static async Task<RawMessage> ForwardAsync(ProxyEnvironment proxy, string path, params string[] headers)
    {
        await proxy.GetAsync(path, headers);
        return await proxy.Upstream.TakeAsync();
    }

    private async Task AssertErrorAsync(ProxyRole role, int status, string? error)
    {
        var proxy = await StartAsync(await SetupAsync(role, Grpc));
        proxy.Upstream.Handler = RawServer.Status(status);

        await ForwardAsync(proxy, "/");
        var span = await _receiver.TakeAsync();

        Assert.Equal((long)status, span.Attributes["http.response.status_code"]);
        Assert.Equal((error is not null, error), (span.IsError, span.Attributes.GetValueOrDefault("error.type")));
        Assert.DoesNotContain("error", span.Attributes);
    }

    private async Task<ProxySetup> SetupAsync(ProxyRole role, string protocol)
    {
        _receiver = await OtlpReceiver.StartAsync();
        return new ProxySetup(role)
            .With("Tracing:SharedSpanContext", "false")
            .WithVariable("OTEL_TRACES_EXPORTER", "otlp")
            .WithVariable("OTEL_EXPORTER_OTLP_PROTOCOL", protocol)
            .WithVariable("OTEL_EXPORTER_OTLP_ENDPOINT", _receiver.AddressFor(protocol))
            .WithVariable("OTEL_BSP_SCHEDULE_DELAY", "10");
    }
}
