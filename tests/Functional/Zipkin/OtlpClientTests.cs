using System.Diagnostics;
using System.Text.Json;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ZipkinMesh.Tests.Zipkin;

/// <summary>Tests OTLP with the exporter of OpenTelemetry's .NET SDK.</summary>
public sealed class OtlpClientTests : IAsyncLifetime
{
    private static readonly string[] Tags = ["a", "b"];

    private RunningZipkin _zipkin = null!;

    public async ValueTask InitializeAsync() =>
        _zipkin = await RunningZipkin.StartAsync("COLLECTOR_OTLP_HTTP_PORT=0", "COLLECTOR_OTLP_GRPC_PORT=0");

    public ValueTask DisposeAsync() => _zipkin.DisposeAsync();

    [Theory]
    [InlineData(OtlpExportProtocol.HttpProtobuf, OtlpExportCompression.None)]
    [InlineData(OtlpExportProtocol.HttpProtobuf, OtlpExportCompression.GZip)]
    [InlineData(OtlpExportProtocol.Grpc, OtlpExportCompression.None)]
    [InlineData(OtlpExportProtocol.Grpc, OtlpExportCompression.GZip)]
    public async Task Export_SpansOfTheSdk_AreStored(OtlpExportProtocol protocol, OtlpExportCompression compression)
    {
        var linked = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        var traceId = Export(protocol, compression, source => Record(source, linked));

        using var trace = JsonDocument.Parse(await _zipkin.OkAsync($"/api/v2/trace/{traceId}"));
        var spans = trace.RootElement.EnumerateArray().ToDictionary(span => Text(span, "name"));
        var (server, client) = (spans["get /cart"], spans["select"]);
        Assert.Equal(2, spans.Count);
        Assert.Equal(("SERVER", "CLIENT"), (Text(server, "kind"), Text(client, "kind")));
        Assert.Equal(Text(server, "id"), Text(client, "parentId"));
        Assert.Equal(("shop", "db"), (Text(server.GetProperty("localEndpoint"), "serviceName"), Text(client.GetProperty("remoteEndpoint"), "serviceName")));
        Assert.Equal(
            ("7", "true", "[\"a\",\"b\"]", "0.5", "ERROR", "no stock", "opentelemetry", "Tests", "1.2"),
            (Tag(server, "items"), Tag(server, "paid"), Tag(server, "tags"), Tag(server, "load"), Tag(server, "otel.status_code"), Tag(server, "error"),
                Tag(server, "telemetry.sdk.name"), Tag(server, "otel.scope.name"), Tag(server, "otel.scope.version")));
        Assert.Equal($"{linked.TraceId}|{linked.SpanId}||{{\"why\":\"batch\"}}|0", Tag(server, "otlp.link.0"));
        Assert.Equal(["\"retry\":{\"attempt\":2}", "queued"], server.GetProperty("annotations").EnumerateArray().Select(a => Text(a, "value")).Order(StringComparer.Ordinal));
        Assert.True(server.GetProperty("duration").GetInt64() >= client.GetProperty("duration").GetInt64());
    }

    [Fact]
    public async Task Export_ChildOfAProxysSpan_IsInItsTrace()
    {
        var parent = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        await _zipkin.GivenAsync(
            $$$"""[{"traceId":"{{{parent.TraceId}}}","id":"{{{parent.SpanId}}}","kind":"CLIENT","timestamp":1,"localEndpoint":{"serviceName":"front-proxy"}}]""");

        Export(OtlpExportProtocol.Grpc, OtlpExportCompression.None, source =>
        {
            using var activity = source.StartActivity("GET", ActivityKind.Server, parent);
            return parent.TraceId;
        });

        var trace = await _zipkin.OkAsync($"/api/v2/trace/{parent.TraceId}");
        Assert.Equal(2, trace.Split("\"traceId\"").Length - 1);
        Assert.Contains($"\"parentId\":\"{parent.SpanId}\"", trace, StringComparison.Ordinal);
        Assert.Contains("\"parent\":\"front-proxy\",\"child\":\"shop\"", await _zipkin.OkAsync($"/api/v2/dependencies?endTs={Now}&lookback={Now}"), StringComparison.Ordinal);
    }

    private static long Now => DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeMilliseconds();

    private static ActivityTraceId Record(ActivitySource source, ActivityContext linked)
    {
        using var server = source.StartActivity(
            "GET /cart", ActivityKind.Server, default(ActivityContext), links: [new ActivityLink(linked, new ActivityTagsCollection { ["why"] = "batch" })])!;
        server.SetTag("items", 7).SetTag("paid", true).SetTag("tags", Tags).SetTag("load", 0.5);
        server.AddEvent(new("queued"));
        server.AddEvent(new("retry", tags: new ActivityTagsCollection { ["attempt"] = 2 }));
        using (var client = source.StartActivity("SELECT", ActivityKind.Client)!)
        {
            client.SetTag("peer.service", "db");
        }

        server.SetStatus(ActivityStatusCode.Error, "no stock");
        return server.TraceId;
    }

    private ActivityTraceId Export(OtlpExportProtocol protocol, OtlpExportCompression compression, Func<ActivitySource, ActivityTraceId> record)
    {
        using var source = new ActivitySource("Tests", "1.2");
        using var provider = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateDefault().AddService("Shop"))
            .AddSource(source.Name)
            .AddOtlpExporter(exporter =>
            {
                exporter.Protocol = protocol;
                exporter.Compression = compression;
                exporter.Endpoint = protocol == OtlpExportProtocol.Grpc ? new(_zipkin.Urls[2]) : new($"{_zipkin.Urls[1]}/v1/traces");
                exporter.ExportProcessorType = ExportProcessorType.Simple;
            })
            .Build();
        return record(source);
    }

    private static string Text(JsonElement element, string field) => element.GetProperty(field).GetString()!;

    private static string Tag(JsonElement span, string key) => Text(span.GetProperty("tags"), key);
}
