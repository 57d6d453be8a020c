using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using ZipkinMesh.Exporter;

namespace ZipkinMesh.Tests.Exporter;

/// <summary>Compares the exporter with OpenTelemetry.Exporter.Zipkin, span by span: the same spans go through both.</summary>
[Obsolete("Uses OpenTelemetry.Exporter.Zipkin, which is obsolete.")]
public sealed class ReferenceTests
{
    private static readonly ActivityEvent Retry = new("retry", SpanCases.Start, new() { ["attempt"] = 2, ["hosts"] = new[] { "a" }, ["why"] = "5xx" });

    private static readonly string[] Quoted = ["a\"b"];

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true };

    public static TheoryData<string> Alike => [.. SpanCases.Alike.Keys];

    [Theory]
    [MemberData(nameof(Alike))]
    public async Task Span_ThroughBoth_IsTheSame(string name)
    {
        var (theirs, ours) = await ExportAsync(SpanCases.Alike[name]);

        Assert.Equal(theirs, ours);
    }

    [Fact]
    public async Task ShortTraceIds_ThroughBoth_AreTheSame()
    {
        var (theirs, ours) = await ExportAsync(SpanCases.Alike["remote parent"], useShortTraceIds: true);

        Assert.Equal(theirs, ours);
        Assert.Contains("\"traceId\": \"48485a3953bb6124\"", ours, StringComparison.Ordinal);
    }

    /// <summary>Zipkin ignores a duration of 0, and doesn't show such a span as finished.</summary>
    [Fact]
    public Task Duration_UnderAMicrosecond_IsOne() => AssertDifferAsync(
        source => SpanCases.Make(source, ActivityKind.Server, microseconds: 0.4),
        "\"duration\": 0",
        "\"duration\": 1");

    /// <summary>The specification wants the attributes of events; the other exporter leaves them out.</summary>
    [Fact]
    public Task Event_WithAttributes_HasThemInItsText() => AssertDifferAsync(
        source => SpanCases.Make(source, ActivityKind.Server, span => span.AddEvent(Retry)),
        "\"value\": \"retry\"",
        "\"value\": \"\\u0022retry\\u0022:{\\u0022attempt\\u0022:2,\\u0022hosts\\u0022:[\\u0022a\\u0022],\\u0022why\\u0022:\\u00225xx\\u0022}\"");

    /// <summary>The specification wants the port; the other exporter leaves it out.</summary>
    [Theory]
    [InlineData("network.peer.address", "network.peer.port")]
    [InlineData("server.socket.address", "server.socket.port")]
    [InlineData("net.sock.peer.addr", "net.sock.peer.port")]
    public Task RemoteEndpoint_AddressAndPort_HasBoth(string address, string port) => AssertDifferAsync(
        source => SpanCases.Make(source, ActivityKind.Client, span => span.AddTag(port, 8080).AddTag(address, "10.0.0.1")),
        "\"serviceName\": \"10.0.0.1\"",
        "\"serviceName\": \"10.0.0.1:8080\"");

    /// <summary>Within the text of a list, quotes are escaped in another way. As JSON it is the same.</summary>
    [Fact]
    public Task List_WithQuotes_IsEscapedByBackslash() => AssertDifferAsync(
        source => SpanCases.Make(source, ActivityKind.Server, span => span.AddTag("list", Quoted)),
        """[\u0022a\\u0022b\u0022]""",
        """[\u0022a\\\u0022b\u0022]""");

    private static async Task AssertDifferAsync(Action<ActivitySource> make, string theirPart, string ourPart)
    {
        var (theirs, ours) = await ExportAsync(make);

        Assert.Contains(theirPart, theirs, StringComparison.Ordinal);
        Assert.Equal(theirs.Replace(theirPart, ourPart, StringComparison.Ordinal), ours);
    }

    private static async Task<(string Theirs, string Ours)> ExportAsync(Action<ActivitySource> make, bool useShortTraceIds = false)
    {
        await using var theirs = new FakeCollector();
        await using var ours = new FakeCollector();
        using var source = new ActivitySource($"orders {Guid.NewGuid()}", "1.2");
        using (Sdk.CreateTracerProviderBuilder()
            .AddSource(source.Name)
            .ConfigureResource(resource => resource.AddService("orders", "shop", "1.0"))
            .AddZipkinExporter(options => (options.Endpoint, options.UseShortTraceIds) = (UrlOf(theirs), useShortTraceIds))
            .AddZipkinMeshExporter(options => (options.Endpoint, options.UseShortTraceIds) = (UrlOf(ours), useShortTraceIds))
            .Build())
        {
            make(source);
        }

        return (Normalize((await theirs.TakeReportAsync()).Body), Normalize((await ours.TakeReportAsync()).Body));
    }

    private static Uri UrlOf(FakeCollector collector) => new($"{collector.Address}/api/v2/spans");

    // The order of fields and of tags has no meaning. The two find the address of the machine in different ways.
    private static string Normalize(string body)
    {
        var spans = JsonNode.Parse(Encoding.Latin1.GetBytes(body))!.AsArray();
        foreach (var endpoint in spans.Select(span => span!["localEndpoint"]!.AsObject()))
        {
            endpoint.Remove("ipv4");
            endpoint.Remove("ipv6");
        }

        return Sort(spans).ToJsonString(Format);
    }

    private static JsonNode Sort(JsonNode node) => node switch
    {
        JsonObject fields => new JsonObject(fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, (JsonNode?)Sort(field.Value!)))),
        JsonArray items => new JsonArray([.. items.Select(item => Sort(item!))]),
        _ => node.DeepClone(),
    };
}
