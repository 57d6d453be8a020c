using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using ZipkinMesh.Proxy.TraceContext;

namespace ZipkinMesh.Proxy.Reporting;

/// <summary>
/// Writes spans as Zipkin v2 JSON, with what Envoy says in them:
/// <code>
/// {
///   "traceId": "463ac35c9f6413ad",                 16 digits, or 32
///   "parentId": "0020000000000001",                not at the root
///   "id": "a2fb4a1d1a96d312",
///   "kind": "SERVER",                              or CLIENT
///   "name": "check_server1",
///   "timestamp": 1663665873000000,                 microseconds
///   "duration": 1558,                              microseconds, at least 1
///   "localEndpoint": { "serviceName": "service1", "ipv4": "172.31.81.3" },
///   "annotations": [ { "timestamp": 1663665873001558, "value": "ss" } ],     ss at a server's end, cr at a client's
///   "tags": { "component": "proxy", ... },
///   "shared": true                                 a SERVER span has the id of the caller's CLIENT span
/// }
/// </code>
/// </summary>
internal sealed class ZipkinJson(string serviceName, string address)
{
    public static readonly JsonWriterOptions WriterOptions = new()
    {
        // Zipkin reads UTF-8; nothing here is ever part of a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public void Write(Utf8JsonWriter json, Activity span)
    {
        var wire = (SpanContext)span.GetCustomProperty(SpanContext.Property)!;
        var server = span.Kind == ActivityKind.Server;
        var start = Microseconds(span.StartTimeUtc);
        var duration = Math.Max(1, span.Duration.Ticks / TimeSpan.TicksPerMicrosecond);

        json.WriteStartObject();
        json.WriteString("traceId"u8, wire.TraceId);
        if (wire.ParentId is not null)
        {
            json.WriteString("parentId"u8, wire.ParentId);
        }

        json.WriteString("id"u8, wire.SpanId);
        json.WriteString("kind"u8, server ? "SERVER"u8 : "CLIENT"u8);
        json.WriteString("name"u8, span.DisplayName);
        json.WriteNumber("timestamp"u8, start);
        json.WriteNumber("duration"u8, duration);

        json.WriteStartObject("localEndpoint"u8);
        json.WriteString("serviceName"u8, serviceName);
        json.WriteString("ipv4"u8, address);
        json.WriteEndObject();

        json.WriteStartArray("annotations"u8);
        json.WriteStartObject();
        json.WriteNumber("timestamp"u8, start + duration);
        json.WriteString("value"u8, server ? "ss"u8 : "cr"u8);
        json.WriteEndObject();
        json.WriteEndArray();

        json.WriteStartObject("tags"u8);
        foreach (var (key, value) in span.EnumerateTagObjects())
        {
            json.WriteString(key, value as string);
        }

        json.WriteEndObject();
        if (server)
        {
            json.WriteBoolean("shared"u8, true);
        }

        json.WriteEndObject();
    }

    private static long Microseconds(DateTime time) => (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
