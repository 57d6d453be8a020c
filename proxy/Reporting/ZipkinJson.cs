using System.Diagnostics;
using ZipkinMesh.Exporter.Spans;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Reporting;

/// <summary>
/// Writes spans as Zipkin v2 JSON, with the fields that Envoy sends
/// (https://zipkin.io/zipkin-api/#/default/post_spans):
/// <code>
/// {
///   "traceId": "463ac35c9f6413ad",                 16 digits, or 32
///   "parentId": "0020000000000001",                absent at the root
///   "id": "a2fb4a1d1a96d312",
///   "kind": "SERVER",                              or CLIENT
///   "name": "check_server1",
///   "timestamp": 1663665873000000,                 microseconds
///   "duration": 1558,                              microseconds, at least 1
///   "localEndpoint": { "serviceName": "service1", "ipv4": "172.31.81.3" },
///   "annotations": [ { "timestamp": 1663665873001558, "value": "ss" } ],     ss at a server's end, cr at a client's; others before
///   "tags": { "component": "proxy", ... },
///   "shared": true                                 a SERVER span has the id of the caller's CLIENT span
/// }
/// </code>
/// </summary>
internal sealed class ZipkinJson(string serviceName, string address)
{
    private readonly byte[] _localEndpoint = LocalEndpoint.ToJson(serviceName, address);

    public void Write(JsonBuffer json, Activity span, SpanIdentity identity)
    {
        var isServer = span.Kind == ActivityKind.Server;
        var start = ZipkinTime.Of(span.StartTimeUtc);
        var duration = ZipkinTime.DurationOf(span);

        WriteIds(json, identity);
        json.Add(isServer ? ",\"kind\":\"SERVER\",\"name\":"u8 : ",\"kind\":\"CLIENT\",\"name\":"u8);
        json.AddText(span.DisplayName);
        json.Add(",\"timestamp\":"u8);
        json.Add(start);
        json.Add(",\"duration\":"u8);
        json.Add(duration);
        json.Add(_localEndpoint);
        json.Add(",\"annotations\":["u8);
        foreach (ref readonly var annotation in span.EnumerateEvents())
        {
            json.Add("{\"timestamp\":"u8);
            json.Add(ZipkinTime.Of(annotation.Timestamp.UtcDateTime));
            json.Add(",\"value\":"u8);
            json.AddText(annotation.Name);
            json.Add("},"u8);
        }

        json.Add("{\"timestamp\":"u8);
        json.Add(start + duration);
        json.Add(isServer ? ",\"value\":\"ss\"}]"u8 : ",\"value\":\"cr\"}]"u8);

        var before = ",\"tags\":{"u8;
        foreach (var (key, value) in span.EnumerateTagObjects())
        {
            json.Add(before);
            json.AddText(key);
            json.Add(":"u8);
            json.AddText(value as string ?? AttributeText.Of(value));
            before = ","u8;
        }

        json.Add(identity.IsShared ? "},\"shared\":true}"u8 : "}}"u8);
    }

    private static void WriteIds(JsonBuffer json, SpanIdentity identity)
    {
        json.Add("{\"traceId\":"u8);
        json.AddText(identity.TraceId);
        if (identity.ParentId is { } parentId)
        {
            json.Add(",\"parentId\":"u8);
            json.AddText(parentId);
        }

        json.Add(",\"id\":"u8);
        json.AddText(identity.SpanId);
    }
}
