using System.Globalization;
using System.Text.Json;
using ZipkinMesh.Zipkin.Options;
using ZipkinMesh.Zipkin.Storage;

namespace ZipkinMesh.Zipkin.Ui;

/// <summary>
/// Writes <c>/zipkin/status.json</c>: what is stored, and where spans can be reported to, besides the port of the page. Sizes are in bytes,
/// <c>oldest</c> is in milliseconds, <c>evicted</c> counts since the start, and null is a port that is closed or selected at start:
/// <c>{"storage":{"type":"disk","spans":12345,"maxSpans":500000,"traces":678,"bytes":2345678,"maxBytes":2147483648,
/// "oldest":1472470996199,"evicted":{"spans":0,"traces":0},"path":"/var/lib/zipkin","diskBytes":345678,"maxDiskBytes":1073741824},"collector":{"enabled":true,"otlpHttpPort":4318,"otlpGrpcPort":4317}}</c>.
/// </summary>
internal static class UiStatus
{
    public const string Path = "/zipkin/status.json";

    public static void Write(Utf8JsonWriter json, StoreStatus status, DiskStorage? disk, ZipkinOptions options)
    {
        json.WriteStartObject();
        json.WriteStartObject("storage"u8);
        json.WriteString("type"u8, disk is null ? "memory"u8 : "disk"u8);
        json.WriteNumber("spans"u8, status.Spans);
        json.WriteNumber("maxSpans"u8, status.MaxSpans);
        json.WriteNumber("traces"u8, status.Traces);
        json.WriteNumber("bytes"u8, status.Bytes);
        json.WriteNumber("maxBytes"u8, status.MaxBytes);
        WriteNumber(json, "oldest", status.OldestTime / 1000);
        json.WriteStartObject("evicted"u8);
        json.WriteNumber("spans"u8, status.Evicted.Spans);
        json.WriteNumber("traces"u8, status.Evicted.Traces);
        json.WriteEndObject();
        if (disk is not null)
        {
            json.WriteString("path"u8, disk.FolderPath);
            json.WriteNumber("diskBytes"u8, disk.Bytes);
            json.WriteNumber("maxDiskBytes"u8, disk.MaxBytes);
        }

        json.WriteEndObject();
        json.WriteStartObject("collector"u8);
        json.WriteBoolean("enabled"u8, options.CollectorEnabled);
        WritePort(json, "otlpHttpPort", options.OtlpHttpPort);
        WritePort(json, "otlpGrpcPort", options.OtlpGrpcPort);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WritePort(Utf8JsonWriter json, string name, string port) =>
        WriteNumber(json, name, ushort.TryParse(port, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null);

    private static void WriteNumber(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
