using System.Diagnostics;

namespace ZipkinMesh.Exporter.Spans;

/// <summary>
/// Writes spans of OpenTelemetry as Zipkin v2 JSON, as OpenTelemetry's specification translates them
/// (https://github.com/open-telemetry/opentelemetry-specification/blob/v1.49.0/specification/trace/sdk_exporters/zipkin.md):
/// <code>
/// {
///   "traceId": "463ac35c9f6413ad48485a3953bb6124", 32 digits, or 16
///   "parentId": "0020000000000001",                absent at the root
///   "id": "a2fb4a1d1a96d312",
///   "kind": "CLIENT",                              absent for INTERNAL
///   "name": "GET",
///   "timestamp": 1663665873000000,                 microseconds
///   "duration": 1558,                              microseconds, at least 1
///   "localEndpoint": { "serviceName": "orders", "ipv4": "172.31.81.3" },
///   "remoteEndpoint": { "serviceName": "stock" },  of CLIENT and PRODUCER
///   "annotations": [ { "timestamp": 1663665873001558, "value": "\"retry\":{\"attempt\":2}" } ],
///   "tags": { "http.request.method": "GET", "otel.status_code": "ERROR", "error": "description", ... },
///   "shared": true                                 a SERVER span with the id of the caller's CLIENT span
/// }
/// </code>
/// Links and the trace state have no place in Zipkin.
/// </summary>
/// <param name="localEndpoint">The local endpoint as <see cref="LocalEndpoint.ToJson"/> returns it.</param>
/// <param name="useShortTraceIds">True to write the right 16 digits of trace ids only.</param>
/// <param name="sharesSpans">True to give a SERVER span the id of the caller's CLIENT span.</param>
internal sealed class ActivityJson(byte[] localEndpoint, bool useShortTraceIds, bool sharesSpans)
{
    private const int ShortIdLength = 16;

    public void Write(JsonBuffer json, Activity span)
    {
        var ids = sharesSpans ? JoinedIds.Of(span) : new JoinedIds(span.SpanId, span.ParentSpanId, false);
        WriteIds(json, span, ids);
        WriteKind(json, span.Kind);
        json.Add(",\"name\":"u8);
        json.AddText(span.DisplayName);
        json.Add(",\"timestamp\":"u8);
        json.Add(ZipkinTime.Of(span.StartTimeUtc));
        json.Add(",\"duration\":"u8);
        json.Add(ZipkinTime.DurationOf(span));
        json.Add(localEndpoint);
        WriteAnnotations(json, span);
        new ActivityTags(json).Write(span);
        json.Add(ids.IsShared ? ",\"shared\":true}"u8 : "}"u8);
    }

    private void WriteIds(JsonBuffer json, Activity span, JoinedIds ids)
    {
        var traceId = span.TraceId.ToHexString();
        json.Add("{\"traceId\":"u8);
        json.AddText(useShortTraceIds ? traceId.AsSpan(traceId.Length - ShortIdLength) : traceId);
        if (ids.ParentId != default)
        {
            json.Add(",\"parentId\":"u8);
            json.AddText(ids.ParentId.ToHexString());
        }

        json.Add(",\"id\":"u8);
        json.AddText(ids.Id.ToHexString());
    }

    private static void WriteKind(JsonBuffer json, ActivityKind kind) => json.Add(kind switch
    {
        ActivityKind.Client => ",\"kind\":\"CLIENT\""u8,
        ActivityKind.Server => ",\"kind\":\"SERVER\""u8,
        ActivityKind.Producer => ",\"kind\":\"PRODUCER\""u8,
        ActivityKind.Consumer => ",\"kind\":\"CONSUMER\""u8,
        _ => ""u8,
    });

    private static void WriteAnnotations(JsonBuffer json, Activity span)
    {
        var before = ",\"annotations\":[{\"timestamp\":"u8;
        var hasAny = false;
        foreach (ref readonly var entry in span.EnumerateEvents())
        {
            json.Add(before);
            json.Add(ZipkinTime.Of(entry.Timestamp.UtcDateTime));
            json.Add(",\"value\":"u8);
            json.AddText(entry.Tags.Any() ? AttributeText.Of(entry.Name, entry.Tags) : entry.Name);
            json.Add("}"u8);
            before = ",{\"timestamp\":"u8;
            hasAny = true;
        }

        if (hasAny)
        {
            json.Add("]"u8);
        }
    }
}
