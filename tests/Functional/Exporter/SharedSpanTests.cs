using System.Diagnostics;
using System.Text.Json.Nodes;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using ZipkinMesh.Exporter;

namespace ZipkinMesh.Tests.Exporter;

/// <summary>Tests shared spans: two services, a call between them, and what Zipkin makes of it.</summary>
public sealed class SharedSpanTests
{
    [Fact]
    public async Task Trace_OfTwoServices_HasSharedSpanWithItsChildren()
    {
        await using var zipkin = await RunningZipkin.StartAsync();
        using var shop = new ActivitySource($"shop {Guid.NewGuid()}");
        using var stock = new ActivitySource($"stock {Guid.NewGuid()}");
        string traceId;
        using (Build(zipkin, shop, "shop"))
        using (Build(zipkin, stock, "stock"))
        {
            using var root = shop.StartActivity("GET /", ActivityKind.Server)!;
            using var call = shop.StartActivity("GET", ActivityKind.Client)!;
            traceId = root.TraceId.ToHexString();

            // The context arrives in headers, so the two services share no objects.
            var received = new ActivityContext(call.TraceId, call.SpanId, ActivityTraceFlags.Recorded, null, isRemote: true);
            using var server = stock.StartActivity("GET /stock", ActivityKind.Server, received)!;
            using var query = stock.StartActivity("select")!;
        }

        var spans = JsonNode.Parse(await zipkin.OkAsync($"/api/v2/trace/{traceId}"))!.AsArray().Select(span => span!.AsObject()).ToArray();
        var client = spans.Single(span => (string?)span["kind"] == "CLIENT");
        var shared = spans.Single(span => (bool?)span["shared"] == true);
        var child = spans.Single(span => (string?)span["name"] == "select");
        Assert.Equal(4, spans.Length);
        Assert.Equal((string?)client["id"], (string?)shared["id"]);
        Assert.Equal("SERVER", (string?)shared["kind"]);
        Assert.Equal("get /stock", (string?)shared["name"]);
        Assert.Null(shared["parentId"]);
        Assert.Equal((string?)shared["id"], (string?)child["parentId"]);
        Assert.Equal("""[{"parent":"shop","child":"stock","callCount":1}]""", await zipkin.OkAsync($"/api/v2/dependencies?endTs={DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}"));
    }

    private static TracerProvider Build(RunningZipkin zipkin, ActivitySource source, string service) => Sdk.CreateTracerProviderBuilder()
        .AddSource(source.Name)
        .ConfigureResource(resource => resource.AddService(service))
        .AddZipkinMeshExporter(options => (options.Endpoint, options.UseSharedSpans) = (new(zipkin.Client.BaseAddress!, "/api/v2/spans"), true))
        .Build();
}
