using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ZipkinMesh.Zipkin.Codecs.Otlp;

/// <summary>
/// Writes the messages that OTLP responds with, in protobuf or JSON:
/// <code>
/// ExportTraceServiceResponse  1 partial_success { 1 rejected_spans, 2 error_message }; empty when no span was rejected
/// Status                      1 code, 2 message
/// </code>
/// </summary>
internal static class OtlpResponse
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns the response to an accepted message: <c>{"partialSuccess":{"rejectedSpans":"1","errorMessage":"..."}}</c>.</summary>
    public static ReadOnlyMemory<byte> Success(OtlpSpans spans, bool isJson)
    {
        if (isJson)
        {
            return Json(json => WriteSuccess(json, spans));
        }

        var writer = new ProtoWriter();
        if (spans.Rejected > 0)
        {
            var position = writer.Begin(1);
            writer.Varint(1, (ulong)spans.Rejected);
            writer.Bytes(2, Encoding.UTF8.GetBytes(spans.Problem!));
            writer.End(position);
        }

        return writer.Written.ToArray();
    }

    /// <summary>Returns the response to a rejected message: <c>{"code":3,"message":"..."}</c>.</summary>
    /// <param name="code">The status code of gRPC.</param>
    /// <param name="problem">The reason.</param>
    /// <param name="isJson">True for JSON, false for protobuf.</param>
    public static ReadOnlyMemory<byte> Failure(int code, string problem, bool isJson)
    {
        if (isJson)
        {
            return Json(json =>
            {
                json.WriteNumber("code"u8, code);
                json.WriteString("message"u8, problem);
            });
        }

        var writer = new ProtoWriter();
        writer.Varint(1, (ulong)code);
        writer.Bytes(2, Encoding.UTF8.GetBytes(problem));
        return writer.Written.ToArray();
    }

    private static void WriteSuccess(Utf8JsonWriter json, OtlpSpans spans)
    {
        if (spans.Rejected == 0)
        {
            return;
        }

        json.WriteStartObject("partialSuccess"u8);
        // As protobuf's JSON writes 64-bit integers.
        json.WriteString("rejectedSpans"u8, ValueText.Format(spans.Rejected));
        json.WriteString("errorMessage"u8, spans.Problem);
        json.WriteEndObject();
    }

    private static ReadOnlyMemory<byte> Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
