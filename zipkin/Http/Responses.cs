using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Storage;

namespace ZipkinMesh.Zipkin.Http;

/// <summary>Writes responses: compact JSON, plain text, or a file.</summary>
internal static class Responses
{
    // Text is written as it was received; no response is embedded in an HTML page.
    public static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteJsonAsync(HttpContext context, Action<Utf8JsonWriter> write, string contentType = "application/json")
    {
        var buffer = new ArrayBufferWriter<byte>();
        await using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            write(json);
        }

        await WriteBytesAsync(context, StatusCodes.Status200OK, contentType, buffer.WrittenMemory);
    }

    /// <summary>
    /// Writes traces in JSON. A large result is sent while it is written: it may take many times the memory of the packed spans.
    /// </summary>
    /// <exception cref="TimeoutException"/>
    public static async Task WriteTracesAsync(HttpContext context, IEnumerable<IEnumerable<Span>> traces, QueryDeadline deadline)
    {
        await using var body = new StreamedBody(context, deadline);
        body.Json.WriteStartArray();
        foreach (var trace in traces)
        {
            await body.WriteAsync(trace);
        }

        body.Json.WriteEndArray();
        await body.CompleteAsync();
    }

    /// <summary>Writes the spans of one trace in JSON, as <see cref="WriteTracesAsync"/> does.</summary>
    /// <exception cref="TimeoutException"/>
    public static async Task WriteTraceAsync(HttpContext context, IEnumerable<Span> trace, QueryDeadline deadline)
    {
        await using var body = new StreamedBody(context, deadline);
        await body.WriteAsync(trace);
        await body.CompleteAsync();
    }

    public static Task WriteStringsAsync(HttpContext context, string[] strings) => WriteJsonAsync(context, json =>
    {
        json.WriteStartArray();
        foreach (var text in strings)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    });

    public static Task WriteTextAsync(HttpContext context, int status, string text) =>
        WriteBytesAsync(context, status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));

    public static Task WriteBytesAsync(HttpContext context, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        body = ResponseCompression.Compress(context, body);
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    public static Task NotFoundAsync(HttpContext context) => WriteTextAsync(context, StatusCodes.Status404NotFound, "404 Not Found");

    /// <summary>Writes a 405 response with an <c>Allow</c> header.</summary>
    public static Task MethodNotAllowedAsync(HttpContext context, string allowed)
    {
        context.Response.Headers.Allow = allowed;
        return WriteTextAsync(context, StatusCodes.Status405MethodNotAllowed, "405 Method Not Allowed");
    }
}
