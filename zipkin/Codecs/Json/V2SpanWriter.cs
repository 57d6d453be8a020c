using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.Json;

/// <summary>
/// Writes spans in JSON v2. Absent fields are omitted; the order of the fields is fixed:
/// <c>{"traceId":"463ac35c9f6413ad","parentId":"...","id":"72485a3953bb6124","kind":"SERVER","name":"get /",
/// "timestamp":1472470996199000,"duration":207000,"localEndpoint":{...},"remoteEndpoint":{...},
/// "annotations":[...],"tags":{...},"debug":true,"shared":true}</c>.
/// </summary>
internal static class V2SpanWriter
{
    private static readonly StandardFormat Padded = new('x', 16);

    public static void Write(Utf8JsonWriter json, Span span)
    {
        json.WriteStartObject();
        WriteTraceId(json, span.TraceId);
        if (span.ParentId != 0)
        {
            WriteId(json, "parentId"u8, span.ParentId);
        }

        WriteId(json, "id"u8, span.Id);
        WriteText(json, "kind"u8, SpanKindNames.Format(span.Kind));
        WriteText(json, "name"u8, span.Name);
        WriteNumber(json, "timestamp"u8, span.Timestamp);
        WriteNumber(json, "duration"u8, span.Duration);
        WriteEndpoint(json, "localEndpoint"u8, span.Local);
        WriteEndpoint(json, "remoteEndpoint"u8, span.Remote);
        WriteAnnotations(json, span.Annotations);
        WriteTags(json, span.Tags);
        WriteFlag(json, "debug"u8, span.Debug);
        WriteFlag(json, "shared"u8, span.Shared);
        json.WriteEndObject();
    }

    private static void WriteTraceId(Utf8JsonWriter json, TraceId id)
    {
        Span<byte> hex = stackalloc byte[32];
        Utf8Formatter.TryFormat(id.High, hex, out _, Padded);
        Utf8Formatter.TryFormat(id.Low, hex[16..], out _, Padded);
        json.WriteString("traceId"u8, id.High == 0 ? hex[16..] : hex);
    }

    private static void WriteId(Utf8JsonWriter json, ReadOnlySpan<byte> field, ulong id)
    {
        Span<byte> hex = stackalloc byte[16];
        Utf8Formatter.TryFormat(id, hex, out _, Padded);
        json.WriteString(field, hex);
    }

    private static void WriteEndpoint(Utf8JsonWriter json, ReadOnlySpan<byte> field, SpanEndpoint? endpoint)
    {
        if (endpoint is null)
        {
            return;
        }

        json.WriteStartObject(field);
        WriteText(json, "serviceName"u8, endpoint.ServiceName);
        WriteText(json, "ipv4"u8, endpoint.Ipv4);
        WriteText(json, "ipv6"u8, endpoint.Ipv6);
        WriteNumber(json, "port"u8, endpoint.Port);
        json.WriteEndObject();
    }

    private static void WriteAnnotations(Utf8JsonWriter json, Annotation[] annotations)
    {
        if (annotations.Length == 0)
        {
            return;
        }

        json.WriteStartArray("annotations"u8);
        foreach (var annotation in annotations)
        {
            json.WriteStartObject();
            json.WriteNumber("timestamp"u8, annotation.Timestamp);
            json.WriteString("value"u8, annotation.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTags(Utf8JsonWriter json, KeyValuePair<string, string>[] tags)
    {
        if (tags.Length == 0)
        {
            return;
        }

        json.WriteStartObject("tags"u8);
        foreach (var (key, value) in tags)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> field, string? text)
    {
        if (text is not null)
        {
            json.WriteString(field, text);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> field, long number)
    {
        if (number != 0)
        {
            json.WriteNumber(field, number);
        }
    }

    private static void WriteFlag(Utf8JsonWriter json, ReadOnlySpan<byte> field, bool flag)
    {
        if (flag)
        {
            json.WriteBoolean(field, flag);
        }
    }
}
