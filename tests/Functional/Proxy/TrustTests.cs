namespace ZipkinMesh.Tests.Proxy;

/// <summary>
/// Tests which headers of a client are trusted, by the settings of its listener. The rows on addresses were observed on Envoy 1.40, whose
/// clients, like these, came from 127.0.0.1.
/// </summary>
public sealed class TrustTests : ProxyTests
{
    private const string Trace = "463ac35c9f6413ad";
    private const string Caller = "a2fb4a1d1a96d312";
    private const string Id = "5951ce0d-8b58-96bf-b4a7-e8d8336907e3";

    // Envoy writes the machine's address in place of a loopback one.
    private const string MachineAddress = @"\d+\.\d+\.\d+\.\d+";

    private static readonly string[] Context = [$"x-request-id: {Id}", $"x-b3-traceid: {Trace}", $"x-b3-spanid: {Caller}", "x-b3-sampled: 1"];

    private static ProxySetup Front => new(ProxyRole.Front);

    [Theory]
    [InlineData(null, "^{0}$")]
    [InlineData("", "^{0}$")]
    [InlineData("1.2.3.4", "^1.2.3.4,{0}$")]
    [InlineData("1.2.3.4, 10.0.0.1", "^1.2.3.4, 10.0.0.1,{0}$")]
    [InlineData("garbage", "^garbage,{0}$")]
    [InlineData("1.2.3.4\r\nX-Forwarded-For: 5.6.7.8", "^1.2.3.4,5.6.7.8,{0}$")]
    public async Task UseRemoteAddress_ForwardedFor_AppendsAddress(string? received, string expected)
    {
        var proxy = await StartAsync(With(Front, "UseRemoteAddress", "true"));

        var (request, _, span) = await proxy.TraceAsync(received is null ? [] : [$"X-Forwarded-For: {received}"]);

        Assert.Matches(expected.Replace("{0}", MachineAddress, StringComparison.Ordinal), request["x-forwarded-for"]);
        Assert.Equal("127.0.0.1", request["x-envoy-external-address"]);
        Assert.Equal("127.0.0.1", span.Tags["peer.address"]);
    }

    [Fact]
    public async Task UseRemoteAddress_ExternalClient_LosesHeadersOfProxies()
    {
        var proxy = await StartAsync(With(Front, "UseRemoteAddress", "true"));

        var (request, _, span) = await proxy.TraceAsync(
            "x-forwarded-proto: https", $"x-request-id: {Id}", "x-envoy-internal: true", "x-envoy-external-address: 8.8.8.8", "x-envoy-force-trace: true",
            "x-envoy-downstream-service-cluster: c", "x-envoy-downstream-service-node: n", "x-envoy-original-path: /p", "x-envoy-original-host: h",
            "x-envoy-foo: stays");

        Assert.Equal(
            ["x-envoy-decorator-operation", "x-envoy-expected-rq-timeout-ms", "x-envoy-external-address", "x-envoy-foo"],
            request.Names("x-envoy-").Order());
        Assert.Equal(("http", "127.0.0.1"), (request["x-forwarded-proto"], request["x-envoy-external-address"]));
        Assert.NotEqual(Id, request["x-request-id"]);
        Assert.Equal(request["x-request-id"], span.Tags["guid:x-request-id"]);
        Assert.Equal(("-", "http://mesh.test/trace/1"), (span.Tags["downstream_cluster"], span.Tags["http.url"]));
    }

    [Theory]
    [InlineData("1", null, "127.0.0.1")]
    [InlineData("1", "1.2.3.4", "1.2.3.4")]
    [InlineData("1", "1.2.3.4, 10.0.0.1", "10.0.0.1")]
    [InlineData("1", "::1", "::1")]
    [InlineData("1", "garbage", "127.0.0.1")]
    [InlineData("1", "1.2.3.4:80", "127.0.0.1")]
    [InlineData("1", "[::1]:80", "127.0.0.1")]
    [InlineData("1", "1.2.3.4,", "127.0.0.1")]
    [InlineData("2", "1.2.3.4", "127.0.0.1")]
    [InlineData("2", "1.2.3.4, 10.0.0.1", "1.2.3.4")]
    [InlineData("2", "1.2.3.4,5.6.7.8,10.0.0.1", "5.6.7.8")]
    [InlineData("2", "1.2.3.4, garbage", "1.2.3.4")]
    public async Task XffNumTrustedHops_ForwardedFor_GivesClient(string hops, string? received, string client)
    {
        var proxy = await StartAsync(With(With(Front, "UseRemoteAddress", "true"), "XffNumTrustedHops", hops));

        string[] headers = received is null ? [] : [$"X-Forwarded-For: {received}"];
        var (request, _, _) = await proxy.TraceAsync([.. headers, "X-Forwarded-Proto: https"]);

        Assert.Equal(client, request["x-envoy-external-address"]);
        Assert.Equal("https", request["x-forwarded-proto"]);
    }

    [Theory]
    [InlineData("true", "127.0.0.0/8", "0", null, true)]
    [InlineData("true", "127.0.0.0/8", "0", "127.0.0.1", false)]
    [InlineData("true", "127.0.0.0/8", "0", "", false)]
    [InlineData("true", "10.0.0.0/8, 127.0.0.0/8", "1", null, true)]
    [InlineData("true", "10.0.0.0/8, 127.0.0.0/8", "1", "10.0.0.1", false)]
    [InlineData("true", "10.0.0.0/8", "0", null, false)]
    [InlineData("true", "", "0", null, false)]
    [InlineData("false", "10.0.0.0/8", "0", "10.0.0.1", true)]
    [InlineData("false", "10.0.0.0/8", "0", "1.2.3.4", false)]
    [InlineData("false", "10.0.0.0/8", "0", "10.0.0.1, 10.0.0.2", false)]
    [InlineData("false", "10.0.0.0/8", "0", "010.0.0.1", false)]
    [InlineData("false", "10.0.0.0/8", "1", "10.0.0.1, 10.0.0.2", false)]
    [InlineData("false", "127.0.0.0/8", "0", null, false)]
    public async Task InternalAddressConfig_Client_IsTrustedWhenInternal(string remote, string ranges, string hops, string? forwardedFor, bool isInternal)
    {
        var setup = With(With(With(Front, "UseRemoteAddress", remote), "InternalAddressConfig", ranges), "XffNumTrustedHops", hops);
        var proxy = await StartAsync(setup.With("Tracing:RandomSampling", "0"));

        string[] headers = forwardedFor is null ? [] : [$"X-Forwarded-For: {forwardedFor}"];
        var request = await proxy.ForwardAsync(
            [.. headers, "x-request-id: 5951ce0d-8b58-46bf-b4a7-e8d8336907e3", "x-envoy-force-trace: true", "x-envoy-ip-tags: t", "x-envoy-internal: false"]);

        if (!isInternal)
        {
            Assert.All(["x-envoy-internal", "x-envoy-force-trace", "x-envoy-ip-tags"], name => Assert.Null(request[name]));
            Assert.Equal("0", request["x-b3-sampled"]);
            return;
        }

        Assert.Equal(("true", "true", "t"), (request["x-envoy-internal"], request["x-envoy-force-trace"], request["x-envoy-ip-tags"]));
        Assert.Equal("5951ce0d-8b58-a6bf-b4a7-e8d8336907e3", request["x-request-id"]);
        Assert.Equal(request["x-request-id"], (await proxy.Collector.TakeAsync()).Tags["guid:x-request-id"]);
    }

    [Fact]
    public async Task TraceContext_Accept_JoinsClientsTrace()
    {
        var proxy = await StartAsync(With(Front, "TraceContext", "Accept"));

        var (request, _, span) = await proxy.TraceAsync(Context);

        Assert.Equal((Trace, Caller, Id), (span.TraceId, span.ParentId, request["x-request-id"]));
        Assert.False(span.Tags.ContainsKey("downstream_trace_id"));
    }

    [Theory]
    [InlineData("Restart", Trace)]
    [InlineData("Ignore", null)]
    public async Task TraceContext_NotAccepted_StartsNewTrace(string mode, string? tag)
    {
        var proxy = await StartAsync(With(Front, "TraceContext", mode));

        var (request, _, span) = await proxy.TraceAsync(
            [.. Context, "x-b3-parentspanid: 1", "x-b3-flags: 1", "traceparent: 00-1-2-01", "tracestate: a=b", "x-client-trace-id: c", "x-stays: 1"]);

        Assert.NotEqual(Trace, span.TraceId);
        Assert.Equal((span.Id, null), (span.TraceId, span.ParentId));
        Assert.Equal((span.TraceId, span.Id, "1"), (request["x-b3-traceid"], request["x-b3-spanid"], request["x-b3-sampled"]));
        Assert.NotEqual(Id, request["x-request-id"]);
        Assert.All(["x-b3-parentspanid", "x-b3-flags", "traceparent", "tracestate", "x-client-trace-id"], name => Assert.Null(request[name]));
        Assert.Equal("1", request["x-stays"]);
        Assert.Equal(tag, span.Tags.GetValueOrDefault("downstream_trace_id"));
    }

    [Theory]
    [InlineData("Restart", $"b3: {Trace}-{Caller}-1")]
    [InlineData("Restart", "b3: 1")]
    [InlineData("Ignore", "b3: d")]
    [InlineData("Ignore", "x-b3-sampled: 1")]
    [InlineData("Restart", "x-b3-flags: 1")]
    [InlineData("Restart", "x-client-trace-id: c")]
    [InlineData("Ignore", "x-envoy-force-trace: true")]
    [InlineData("Ignore", $"x-request-id: {Id}")]
    public async Task TraceContext_NotAccepted_DecidesNothing(string mode, string header)
    {
        var proxy = await StartAsync(With(Front, "TraceContext", mode).With("Tracing:RandomSampling", "0"));

        var request = await proxy.ForwardAsync(header);

        Assert.Equal("0", request["x-b3-sampled"]);
        Assert.Null(request["b3"]);
    }

    [Theory]
    [InlineData("x-b3-sampled: 0")]
    [InlineData("b3: 0")]
    [InlineData("x-request-id: no number")]
    [InlineData("b3: unreadable")]
    public async Task TraceContext_NotAccepted_PreventsNoTrace(string header)
    {
        var proxy = await StartAsync(With(Front, "TraceContext", "Restart"));

        var (request, _, span) = await proxy.TraceAsync(header);

        Assert.Equal(("1", span.TraceId), (request["x-b3-sampled"], request["x-b3-traceid"]));
    }

    [Fact]
    public async Task TraceContext_InternalClient_IsAccepted()
    {
        var setup = With(With(Front, "TraceContext", "Ignore"), "InternalAddressConfig", "127.0.0.0/8");
        var proxy = await StartAsync(With(setup, "UseRemoteAddress", "true"));

        var (request, _, span) = await proxy.TraceAsync(Context);

        Assert.Equal((Trace, Id), (span.TraceId, request["x-request-id"]));
    }

    [Fact]
    public async Task ForwardedClientCert_FromClient_IsRemoved()
    {
        var proxy = await StartAsync(Front);

        Assert.Null((await proxy.TraceAsync("X-Forwarded-Client-Cert: By=a;Hash=b")).Request["x-forwarded-client-cert"]);
    }

    private static ProxySetup With(ProxySetup setup, string option, string value) => setup.With($"Listeners:{setup.Role.Listener}:{option}", value);
}
