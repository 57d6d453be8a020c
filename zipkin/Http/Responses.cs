using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ZipkinMesh.Zipkin.Http;

/// <summary>Writes responses: compact JSON, plain text, or a file.</summary>
internal static class Responses
{
    // Text is written as it was received; no response is embedded in an HTML page.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteJsonAsync(HttpContext context, Action<Utf8JsonWriter> write, string contentType = "application/json")
    {
        var buffer = new ArrayBufferWriter<byte>();
        await using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            write(json);
        }

        await WriteBytesAsync(context, StatusCodes.Status200OK, contentType, buffer.WrittenMemory);
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
