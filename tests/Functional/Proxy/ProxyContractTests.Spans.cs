using System.Globalization;
using ZipkinMesh.Tests.Support.Backends;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the content of spans, the operation name, the request id and sampling.</summary>
public abstract partial class ProxyContractTests
{
    private const string Plain = "5951ce0d-8b58-46bf-b4a7-e8d8336907e3";

    [Fact]
    public async Task Span_RequestWithAllHeaders_HasAllTags()
    {
        var proxy = await StartAsync();

        await proxy.SendAsync(
            $"POST {Role.Path}?a=b HTTP/1.1\r\nHost: mesh.test:8000\r\nUser-Agent: test/1.0\r\nx-envoy-downstream-service-cluster: caller\r\n"
            + "x-client-trace-id: client-1\r\nContent-Length: 5\r\n\r\nhello");

        var request = await proxy.Upstream.TakeAsync();
        var span = await proxy.Collector.TakeAsync();
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["component"] = "proxy",
                ["downstream_cluster"] = "caller",
                ["guid:x-client-trace-id"] = "client-1",
                ["guid:x-request-id"] = request["x-request-id"]!,
                ["http.method"] = "POST",
                ["http.protocol"] = "HTTP/1.1",
                ["http.status_code"] = "200",
                ["http.url"] = $"http://mesh.test:8000{Role.Path}?a=b",
                ["node_id"] = "node-1",
                ["peer.address"] = "127.0.0.1",
                ["request_size"] = "5",
                ["response_flags"] = "-",
                ["response_size"] = "6",
                ["upstream_cluster"] = Role.Cluster,
                ["upstream_cluster.name"] = Role.Cluster,
                ["user_agent"] = "test/1.0",
            },
            span.Tags);
    }

    [Fact]
    public async Task Span_AbsentHeaders_TagsAreDashes()
    {
        var proxy = await StartAsync();

        var (_, _, span) = await proxy.TraceAsync();

        Assert.Equal("-", span.Tags["user_agent"]);
        Assert.Equal("-", span.Tags["downstream_cluster"]);
        Assert.DoesNotContain("guid:x-client-trace-id", span.Tags);
    }

    [Fact]
    public async Task Span_LongPath_UrlTagIsTruncatedTo256Characters()
    {
        var proxy = await StartAsync();
        var path = Role.Path + "?" + new string('q', 1000);

        var response = await proxy.GetAsync(path);

        Assert.Equal("200", response.Status);
        Assert.Equal(path, (await proxy.Upstream.TakeAsync()).Target);
        Assert.Equal("http://mesh.test" + path[..256], (await proxy.Collector.TakeAsync()).Tags["http.url"]);
    }

    [Fact]
    public async Task Report_LongAndNonAsciiValues_IsAcceptedByOtherBackends()
    {
        var proxy = await StartAsync();

        var response = await proxy.GetAsync(
            $"{Role.Path}?\"<script>%c3%bc={new string('q', 5000)}",
            "User-Agent: caf\u00e9 \u00c3\u00a9 \"\\" + new string('a', 20_000),
            "x-envoy-downstream-service-cluster: \u00e4\u00f6\u00fc",
            "x-client-trace-id: a\t\u0080\u00ff",
            "x-envoy-decorator-operation: |a|b|c|");

        Assert.Equal("200", response.Status);
        var report = await proxy.Collector.TakeReportAsync();
        Assert.Empty(ReportRules.FindViolations(report));
        Assert.Equal("200", (await proxy.Collector.TakeAsync()).Tags["http.status_code"]);
    }

    [Fact]
    public async Task Span_Finished_HasAnnotationWithEndTime()
    {
        var proxy = await StartAsync();
        var before = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

        var (_, _, span) = await proxy.TraceAsync();

        var after = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        Assert.InRange(span.Timestamp, before, after);
        Assert.InRange(span.Duration, 1, after - before);
        Assert.Equal([new ReportedSpan.Annotation(span.Timestamp + span.Duration, Role.IsInbound ? "ss" : "cr")], span.Annotations);
    }

    [Theory]
    [InlineData(404, false)]
    [InlineData(499, false)]
    [InlineData(500, true)]
    [InlineData(599, true)]
    public async Task Span_UpstreamStatus_ErrorTagForServerErrors(int status, bool error)
    {
        var proxy = await StartAsync();
        proxy.Upstream.Handler = RawServer.Status(status);

        var (_, response, span) = await proxy.TraceAsync();

        Assert.Equal(status.ToString(CultureInfo.InvariantCulture), response.Status);
        Assert.Equal(response.Status, span.Tags["http.status_code"]);
        Assert.Equal("-", span.Flags);
        Assert.Equal(error ? "true" : null, span.Tags.GetValueOrDefault("error"));
    }

    // An outbound proxy sends its operation name along with the request; an inbound proxy consumes it.
    [Fact]
    public async Task Operation_InRequest_InboundAdoptsItOutboundReplacesIt()
    {
        var proxy = await StartAsync();

        var (request, response, span) = await proxy.TraceAsync("x-envoy-decorator-operation: theirs");

        Assert.Equal(Role.IsInbound ? "theirs" : Role.Operation, span.Name);
        Assert.Equal(Role.IsInbound ? null : Role.Operation, request["x-envoy-decorator-operation"]);
        Assert.Null(response["x-envoy-decorator-operation"]);
    }

    [Fact]
    public async Task Operation_NotInRequest_OutboundSetsRequestInboundSetsResponse()
    {
        var proxy = await StartAsync();

        var (request, response, _) = await proxy.TraceAsync();

        Assert.Equal(Role.IsInbound ? null : Role.Operation, request["x-envoy-decorator-operation"]);
        Assert.Equal(Role.IsInbound ? Role.Operation : null, response["x-envoy-decorator-operation"]);
    }

    [Fact]
    public async Task Operation_InResponse_OutboundAdoptsItInboundReplacesIt()
    {
        var proxy = await StartAsync();
        proxy.Upstream.Handler = RawServer.Raw("HTTP/1.1 200 OK\r\nx-envoy-decorator-operation: theirs\r\nContent-Length: 0\r\n\r\n");

        var (_, response, span) = await proxy.TraceAsync();

        Assert.Equal(Role.IsInbound ? Role.Operation : "theirs", span.Name);
        Assert.Equal(Role.IsInbound ? Role.Operation : null, response["x-envoy-decorator-operation"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x-request-id:")]
    public async Task RequestId_Absent_IsGeneratedWithTraceReason(string header)
    {
        var proxy = await StartAsync();

        var (request, _, span) = header == "" ? await proxy.TraceAsync() : await proxy.TraceAsync(header);

        Assert.Matches(RequestIdWithReason("9"), request["x-request-id"]);
        Assert.Equal(request["x-request-id"], span.Tags["guid:x-request-id"]);
    }

    [Theory]
    [InlineData(Plain, "5951ce0d-8b58-96bf-b4a7-e8d8336907e3")]
    [InlineData("5951ce0d-8b58-96bf-b4a7-e8d8336907e3", "5951ce0d-8b58-96bf-b4a7-e8d8336907e3")]
    [InlineData("5951ce0d-8b58-a6bf-b4a7-e8d8336907e3", "5951ce0d-8b58-a6bf-b4a7-e8d8336907e3")]
    [InlineData("5951ce0d-8b58-b6bf-b4a7-e8d8336907e3", "5951ce0d-8b58-b6bf-b4a7-e8d8336907e3")]
    [InlineData("5951ce0dx", "5951ce0dx")]
    public async Task RequestId_Present_IsKeptWithTraceReason(string given, string expected)
    {
        var proxy = await StartAsync();

        var (request, _, span) = await proxy.TraceAsync($"x-request-id: {given}");

        Assert.Equal(expected, request["x-request-id"]);
        Assert.Equal(expected, span.Tags["guid:x-request-id"]);
    }

    [Fact]
    public async Task RequestId_NotHexadecimal_IsKeptAndNotTraced()
    {
        var proxy = await StartAsync();

        var request = await proxy.ForwardAsync("x-request-id: my own id");

        Assert.Equal("my own id", request["x-request-id"]);
        Assert.Equal("0", request["x-b3-sampled"]);
    }

    [Fact]
    public async Task ClientTraceId_Present_ForcesTraceAndIsTagged()
    {
        var proxy = await StartAsync(Setup.With("Tracing:RandomSampling", "0"));

        var (request, _, span) = await proxy.TraceAsync($"x-request-id: {Plain}", "x-client-trace-id: my trace");

        Assert.Equal("5951ce0d-8b58-b6bf-b4a7-e8d8336907e3", request["x-request-id"]);
        Assert.Equal("my trace", request["x-client-trace-id"]);
        Assert.Equal("my trace", span.Tags["guid:x-client-trace-id"]);
    }

    [Theory]
    [InlineData("Tracing:RandomSampling", "")]
    [InlineData("Tracing:OverallSampling", "x-client-trace-id: 1")]
    public async Task Sampling_ZeroPercent_ForwardsWithoutSpan(string setting, string header)
    {
        var proxy = await StartAsync(Setup.With(setting, "0"));

        var request = await proxy.ForwardAsync([$"x-request-id: {Plain}", .. header == "" ? [] : new[] { header }]);

        Assert.Equal(Plain, request["x-request-id"]);
        Assert.Equal("0", request["x-b3-sampled"]);
        Assert.Equal(request["x-b3-traceid"], request["x-b3-spanid"]);
    }
}
