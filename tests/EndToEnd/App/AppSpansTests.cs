using System.Text;

namespace ZipkinMesh.Tests.App;

/// <summary>
/// Tests the app's own spans. The app runs as a process, because OpenTelemetry's propagator and instrumentation apply to all hosts of one.
/// </summary>
public sealed class AppSpansTests
{
    private const string TraceId = "463ac35c9f6413ad";
    private const string IngressId = "a2fb4a1d1a96d312";

    [Theory]
    [InlineData(TraceId, "x-b3-traceid: " + TraceId, "x-b3-spanid: " + IngressId, "x-b3-parentspanid: 0020000000000001", "x-b3-sampled: 1")]
    [InlineData("80f198ee56343ba8" + TraceId, "x-b3-traceid: 80f198ee56343ba8" + TraceId, "x-b3-spanid: " + IngressId, "x-b3-sampled: 1")]
    [InlineData(TraceId, "b3: " + TraceId + "-" + IngressId + "-1-0020000000000001")]
    [InlineData(TraceId, "b3: " + TraceId + "-" + IngressId + "-d")]
    [InlineData(TraceId, "b3: " + TraceId + "-" + IngressId)]
    public async Task Spans_RequestOfTheSidecar_NestBetweenItsTwoSpans(string traceId, params string[] headers)
    {
        await using var app = await AppWithSpans.StartAsync();

        await app.RequestAsync("/trace/1", headers);

        var spans = await app.StopAndTakeAsync(2);
        var (server, client) = (spans["SERVER"], spans["CLIENT"]);
        Assert.All(spans.Values, span => Assert.Equal((traceId.PadLeft(32, '0'), "service1-app", null), (span.TraceId, span.LocalEndpoint.ServiceName, span.Shared)));
        Assert.Equal(IngressId, server.ParentId);
        Assert.Equal(server.Id, client.ParentId);
        Assert.Equal(3, new[] { IngressId, server.Id, client.Id }.Distinct().Count());
        Assert.Equal("service1", client.Tags["peer.service"]);
        Assert.Equal(("/trace/1", "200"), (server.Tags["url.path"], server.Tags["http.response.status_code"]));
        var sent = app.SentHeaders;
        Assert.Equal((traceId, client.Id, "1"), (sent["x-b3-traceid"], sent["x-b3-spanid"], sent["x-b3-sampled"]));
    }

    [Fact]
    public async Task Headers_SpansAreRecorded_NoneNamesAnotherSpan()
    {
        await using var app = await AppWithSpans.StartAsync();

        await app.RequestAsync(
            "/trace/1",
            $"x-b3-traceid: {TraceId}", $"x-b3-spanid: {IngressId}", "x-b3-parentspanid: 0020000000000001", "x-b3-sampled: 1", "x-b3-flags: 1",
            $"traceparent: 00-0000000000000000{TraceId}-{IngressId}-01", "tracestate: a=1", "x-request-id: 5951ce0d-8b58-96bf-b4a7-e8d8336907e3");
        await app.StopAndTakeAsync(2);

        var sent = app.SentHeaders;
        Assert.Equal(["host", "x-b3-flags", "x-b3-sampled", "x-b3-spanid", "x-b3-traceid", "x-request-id"], sent.Keys.Select(name => name.ToLowerInvariant()).Order());
        Assert.Equal("5951ce0d-8b58-96bf-b4a7-e8d8336907e3", sent["x-request-id"]);
        Assert.DoesNotContain(IngressId, sent.Values);
    }

    [Theory]
    [InlineData("x-b3-traceid: " + TraceId, "x-b3-spanid: " + IngressId, "x-b3-sampled: 0")]
    [InlineData("x-b3-traceid: " + TraceId, "x-b3-spanid: " + IngressId, "x-b3-sampled: 0", "x-b3-flags: 1")]
    [InlineData("b3: " + TraceId + "-" + IngressId + "-0")]
    [InlineData("b3: 0")]
    public async Task Unsampled_Request_StaysUnsampled(params string[] headers)
    {
        await using var app = await AppWithSpans.StartAsync();

        await app.RequestAsync("/trace/1", headers);
        await app.StopAsync();

        Assert.Empty(app.Collector.TakeRemaining());
        var sent = app.SentHeaders;
        Assert.Equal("0", sent["x-b3-sampled"]);
        Assert.Equal(headers[0] != "b3: 0", sent["x-b3-traceid"] == TraceId);
        Assert.DoesNotContain("b3", sent.Keys);
    }

    [Theory]
    [InlineData("b3: none")]
    [InlineData("x-b3-traceid: none", "x-b3-spanid: " + IngressId)]
    public async Task Context_Malformed_BeginsATrace(params string[] headers)
    {
        await using var app = await AppWithSpans.StartAsync();

        await app.RequestAsync("/trace/1", headers);

        var server = (await app.StopAndTakeAsync(2))["SERVER"];
        Assert.Null(server.ParentId);
        Assert.DoesNotContain(TraceId, server.TraceId, StringComparison.Ordinal);
        Assert.Equal(server.TraceId, app.SentHeaders["x-b3-traceid"]);
    }

    [Fact]
    public async Task Context_OfW3CAlone_IsContinuedAndSentAsB3()
    {
        await using var app = await AppWithSpans.StartAsync();

        await app.RequestAsync("/trace/1", $"traceparent: 00-80f198ee56343ba8{TraceId}-{IngressId}-01");

        Assert.Equal(IngressId, (await app.StopAndTakeAsync(2))["SERVER"].ParentId);
        Assert.Equal($"80f198ee56343ba8{TraceId}", app.SentHeaders["x-b3-traceid"]);
        Assert.DoesNotContain("traceparent", app.SentHeaders.Keys);
    }

    [Fact]
    public async Task Call_EgressReturnsError_IsInTheClientSpan()
    {
        await using var app = await AppWithSpans.StartAsync(egressStatus: 503);

        await app.RequestAsync("/trace/1");

        var spans = await app.StopAndTakeAsync(2);
        Assert.Equal(("200", "503"), (spans["SERVER"].Tags["http.response.status_code"], spans["CLIENT"].Tags["http.response.status_code"]));
        Assert.True(spans["CLIENT"].Tags.ContainsKey("error"));
        Assert.False(spans["SERVER"].Tags.ContainsKey("error"));
    }

    [Fact]
    public async Task Name_FromOpenTelemetrysVariable_ReplacesTheDefault()
    {
        await using var app = await AppWithSpans.StartAsync(settings: "OTEL_SERVICE_NAME=greeter");

        await app.RequestAsync("/service/1");

        Assert.Equal("greeter", (await app.StopAndTakeAsync(1))["SERVER"].LocalEndpoint.ServiceName);
    }

    [Fact]
    public async Task Zipkin_Unavailable_IsLoggedAndTheAppStops()
    {
        await using var app = await AppWithSpans.StartAsync(
            settings: [$"OTEL_EXPORTER_ZIPKIN_ENDPOINT=http://127.0.0.1:{Scratch.FreePorts(1)[0]}/api/v2/spans", "OTEL_BSP_SCHEDULE_DELAY=10"]);

        await app.RequestAsync("/trace/1");

        await app.Output.WaitForAsync("warn: Collector unavailable; retrying a report of");
        await app.StopAsync();
    }

    [Fact]
    public async Task Start_InvalidVariableOfTheExporter_WritesOneLineAndReturns1()
    {
        using var app = AppWithSpans.StartInvalid("OTEL_EXPORTER_ZIPKIN_TIMEOUT=soon");

        Assert.Equal(1, await app.ExitCodeAsync());
        Assert.Equal("service: OTEL_EXPORTER_ZIPKIN_TIMEOUT: 'soon' is not allowed; allowed: 1 to 2147483647", await app.Errors.WaitForAsync("OTEL_"));
    }

    [Fact]
    public async Task HealthCheck_LeavesNoSpan()
    {
        await using var app = await AppWithSpans.StartAsync();

        Assert.Equal(0, await app.CheckHealthAsync());

        await app.StopAsync();
        Assert.Empty(app.Collector.TakeRemaining());
    }

    [Fact]
    public async Task Otlp_Exporter_SendsTheSpansOfTheTrace()
    {
        await using var receiver = new RawServer { Handler = RawServer.Raw("HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n") };
        await using var app = await AppWithSpans.StartAsync(settings:
            ["OTEL_TRACES_EXPORTER=otlp", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", $"OTEL_EXPORTER_OTLP_ENDPOINT={receiver.Address}"]);

        await app.RequestAsync("/trace/1", $"b3: {TraceId}-{IngressId}-1");
        await app.StopAsync();

        var export = await receiver.TakeAsync();
        Assert.Equal("/v1/traces", export.Target);
        Assert.Contains("service1-app", export.Body, StringComparison.Ordinal);
        Assert.Contains(Bytes(TraceId), export.Body, StringComparison.Ordinal);
        Assert.Contains(Bytes(IngressId), export.Body, StringComparison.Ordinal);
        Assert.Empty(app.Collector.TakeRemaining());
    }

    private static string Bytes(string id) => Encoding.Latin1.GetString(Convert.FromHexString(id));
}
