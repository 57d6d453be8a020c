using System.Text.Json;
using System.Text.Json.Nodes;
using ZipkinMesh.Tests.Support.Backends;

namespace ZipkinMesh.Tests.Backends;

/// <summary>Each rule about reports rejects what its backend rejects.</summary>
public sealed class ReportRulesTests
{
    // The example of Zipkin's API description, with the remaining fields.
    private const string Example = """
        {
          "id": "352bff9a74ca9ad2", "traceId": "5af7183fb1d4cf5f", "parentId": "6b221d5bc9e6496c", "name": "get /api", "timestamp": 1556604172355737,
          "duration": 1431, "kind": "SERVER", "shared": true, "debug": false,
          "localEndpoint": { "serviceName": "backend", "ipv4": "192.168.99.1", "ipv6": "2001:db8::c001", "port": 3306 },
          "remoteEndpoint": { "ipv4": "172.19.0.2", "port": 58648 },
          "annotations": [{ "timestamp": 1556604172355737, "value": "ws" }, { "timestamp": 1556604172355738, "value": "a|b" }],
          "tags": { "http.method": "GET", "http.path": "/api" }
        }
        """;

    [Fact]
    public void Example_OfTheApi_BreaksNoRule() => Assert.Empty(FindViolations(_ => { }));

    [Fact]
    public void Span_WithRequiredFieldsOnly_BreaksNoRule() => Assert.Empty(FindViolations(span =>
    {
        foreach (var field in span.Select(field => field.Key).Where(key => key is not ("id" or "traceId" or "localEndpoint")).ToArray())
        {
            span.Remove(field);
        }
    }));

    [Theory]
    [InlineData("traceId:", "traceId", null)]
    [InlineData("traceId:", "traceId", "\"5AF7183FB1D4CF5F\"")]
    [InlineData("traceId:", "traceId", "\"5af7183fb1d4cf5\"")]
    [InlineData("traceId:", "traceId", "\"5af7183fb1d4cf5f5af7183fb1d4cf5f0\"")]
    [InlineData("traceId:", "traceId", "1")]
    [InlineData("id:", "id", null)]
    [InlineData("id:", "id", "\"352bff9a74ca9ad\"")]
    [InlineData("id:", "id", "\"352bff9a74ca9adg\"")]
    [InlineData("parentId:", "parentId", "\"\"")]
    [InlineData("parentId:", "parentId", "null")]
    [InlineData("kind:", "kind", "\"server\"")]
    [InlineData("kind:", "kind", "\"INTERNAL\"")]
    [InlineData("name:", "name", "1")]
    [InlineData("timestamp:", "timestamp", "\"1556604172355737\"")]
    [InlineData("timestamp:", "timestamp", "1.5")]
    [InlineData("timestamp:", "timestamp", "1e15")]
    [InlineData("timestamp:", "timestamp", "9223372036854776")]
    [InlineData("duration:", "duration", "-1")]
    [InlineData("duration:", "duration", "1431.0")]
    [InlineData("shared and debug:", "shared", "\"true\"")]
    [InlineData("shared and debug:", "debug", "1")]
    [InlineData("localEndpoint: has a serviceName", "localEndpoint", null)]
    [InlineData("localEndpoint: has a serviceName", "localEndpoint", """{ "serviceName": "" }""")]
    [InlineData("localEndpoint and remoteEndpoint:", "localEndpoint", """{ "serviceName": "a", "ipv4": "" }""")]
    [InlineData("localEndpoint and remoteEndpoint:", "localEndpoint", """{ "serviceName": "a", "ipv4": "127.1" }""")]
    [InlineData("localEndpoint and remoteEndpoint:", "localEndpoint", """{ "serviceName": "a", "ipv4": "::1" }""")]
    [InlineData("localEndpoint and remoteEndpoint:", "localEndpoint", """{ "serviceName": "a", "ipv6": "fe80::1%eth0" }""")]
    [InlineData("localEndpoint and remoteEndpoint:", "remoteEndpoint", """{ "port": "80" }""")]
    [InlineData("localEndpoint and remoteEndpoint:", "remoteEndpoint", """{ "serviceName": 1 }""")]
    [InlineData("annotations: absent", "annotations", """[{ "value": "ws" }]""")]
    [InlineData("annotations: absent", "annotations", """[{ "timestamp": 1, "value": "ws" }, { "timestamp": 1, "value": "ws" }]""")]
    [InlineData("annotations: without two", "annotations", """[{ "timestamp": 1, "value": "a|b|c" }]""")]
    [InlineData("tags: absent", "tags", """{ "http.status_code": 200 }""")]
    [InlineData("tags: absent", "tags", "[]")]
    [InlineData("tags: none is otlp.link", "tags", """{ "otlp.link.0": "a|b|c|d|e" }""")]
    public void Span_ThatABackendRejects_BreaksOneRule(string requirement, string field, string? value)
    {
        var violation = Assert.Single(FindViolations(span =>
        {
            span.Remove(field);
            if (value is not null)
            {
                span[field] = JsonNode.Parse(value);
            }
        }));

        Assert.StartsWith(requirement, violation, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_OfAnotherContentType_BreaksARule() => Assert.StartsWith(
        "Content-Type: application/json",
        Assert.Single(ReportRules.FindViolations(new RawMessage("POST /api/v2/spans HTTP/1.1", [("Content-Type", "text/plain")], $"[{Example}]", true))),
        StringComparison.Ordinal);

    private static IEnumerable<string> FindViolations(Action<JsonObject> change)
    {
        var span = JsonNode.Parse(Example)!.AsObject();
        change(span);
        using var json = JsonDocument.Parse(span.ToJsonString());
        return [.. ReportRules.FindViolations(json.RootElement)];
    }
}
