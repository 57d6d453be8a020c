using ZipkinMesh.Zipkin.Json;
using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Storage;

namespace ZipkinMesh.Zipkin.Api;

/// <summary>
/// <c>POST /api/v2/spans</c> with a JSON v2 list, also gzipped (<c>Content-Encoding: gzip</c>): 202 without a body when
/// all of it is stored, 400 and the reason when none of it is.
/// </summary>
internal sealed class Collector(SpanStore store)
{
    public async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.ContentType?.StartsWith("application/x-protobuf", StringComparison.OrdinalIgnoreCase) == true)
        {
            throw new RefusedException("application/x-protobuf is not supported; send JSON v2", StatusCodes.Status415UnsupportedMediaType);
        }

        var body = await BodyAsync(request, context.RequestAborted);
        if (body.Length > 0 && request.Headers.ContentEncoding.ToString().Contains("gzip", StringComparison.Ordinal))
        {
            body = Gunzip.Read(body);
        }

        store.Add(Decode(body.Span));
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.ContentLength = 0;
    }

    /// <exception cref="RefusedException"/>
    internal static List<Span> Decode(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return [];
        }

        if (body[0] != '[')
        {
            throw new RefusedException("Expected a JSON_V2 encoded list\n");
        }

        // Only the old format has annotations and binaryAnnotations with endpoints in them; read as the new one it would lose them silently.
        if (body.IndexOf("yAnnotations\""u8) >= 0)
        {
            throw new RefusedException("Expected a JSON_V2 encoded list, but received: JSON_V1\n");
        }

        return SpanListReader.Read(body);
    }

    private static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpRequest request, CancellationToken cancel)
    {
        using var body = new MemoryStream((int)(request.ContentLength is > 0 and < 64 * 1024 and var length ? length : 0));
        await request.Body.CopyToAsync(body, cancel);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
