using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace ZipkinMesh.Bench.Zipkin.Load;

/// <summary>Writes a message as JSON v2.</summary>
internal static class JsonMessage
{
    public static byte[] Write(List<LoadSpan> spans)
    {
        var buffer = new ArrayBufferWriter<byte>(100_000);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var span in spans)
            {
                Write(json, span);
            }

            json.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, LoadSpan span)
    {
        json.WriteStartObject();
        json.WriteString("traceId", Hex(span.TraceId));
        json.WriteString("id", Hex(span.Id));
        if (span.ParentId != 0)
        {
            json.WriteString("parentId", Hex(span.ParentId));
        }

        json.WriteString("kind", span.IsClient ? "CLIENT" : "SERVER");
        json.WriteString("name", span.Name);
        json.WriteNumber("timestamp", span.Timestamp);
        json.WriteNumber("duration", span.Duration);
        json.WriteStartObject("localEndpoint");
        json.WriteString("serviceName", span.Service);
        json.WriteString("ipv4", $"10.1.0.{span.Host}");
        json.WriteNumber("port", 8000);
        json.WriteEndObject();
        if (span.Annotation is not null)
        {
            json.WriteStartArray("annotations");
            json.WriteStartObject();
            json.WriteNumber("timestamp", span.Timestamp + 100);
            json.WriteString("value", span.Annotation);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteStartObject("tags");
        foreach (var (key, value) in span.Tags)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Hex(ulong id) => id.ToString("x16", CultureInfo.InvariantCulture);
}
