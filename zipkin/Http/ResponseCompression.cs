using System.IO.Compression;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ZipkinMesh.Zipkin.Http;

/// <summary>Compresses large text responses for clients that accept it (<c>Accept-Encoding: br, gzip</c>).</summary>
internal static class ResponseCompression
{
    private const int MinBytes = 2048;

    // In the order of preference among encodings that the client rates equally.
    private static readonly string[] Encodings = ["br", "gzip", "deflate"];

    /// <summary>Returns the body to send, and sets the headers that describe it.</summary>
    public static ReadOnlyMemory<byte> Compress(HttpContext context, ReadOnlyMemory<byte> body)
    {
        var headers = context.Response.Headers;
        if (body.Length < MinBytes || !IsCompressible(headers.ContentType.ToString()))
        {
            return body;
        }

        AddVary(context);
        var encoding = Choose(context.Request.Headers.AcceptEncoding);
        if (encoding is null)
        {
            return body;
        }

        headers.ContentEncoding = encoding;
        return Compress(encoding, body);
    }

    /// <summary>Opens the body of a large response, compressed when the client accepts it, and sets the headers that describe it.</summary>
    public static Stream Open(HttpContext context)
    {
        AddVary(context);
        var encoding = Choose(context.Request.Headers.AcceptEncoding);
        if (encoding is null)
        {
            return context.Response.Body;
        }

        context.Response.Headers.ContentEncoding = encoding;
        return Compressor(encoding, context.Response.Body);
    }

    private static void AddVary(HttpContext context) =>
        context.Response.Headers.Vary = StringValues.Concat(context.Response.Headers.Vary, HeaderNames.AcceptEncoding);

    private static bool IsCompressible(string contentType) =>
        contentType.StartsWith("application/json", StringComparison.Ordinal)
        || contentType.StartsWith("text/javascript", StringComparison.Ordinal)
        || contentType.StartsWith("text/css", StringComparison.Ordinal)
        || contentType.StartsWith("image/svg", StringComparison.Ordinal);

    // A header that can't be parsed accepts nothing.
    private static string? Choose(StringValues accepted)
    {
        if (accepted.Count == 0 || !StringWithQualityHeaderValue.TryParseList(accepted, out var values))
        {
            return null;
        }

        return Encodings
            .Select(encoding => (Encoding: encoding, Quality: values
                .Where(value => value.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase))
                .Select(value => value.Quality ?? 1)
                .FirstOrDefault()))
            .Where(choice => choice.Quality > 0)
            .OrderByDescending(choice => choice.Quality)
            .Select(choice => choice.Encoding)
            .FirstOrDefault();
    }

    private static ReadOnlyMemory<byte> Compress(string encoding, ReadOnlyMemory<byte> body)
    {
        var result = new MemoryStream();
        using (var compressor = Compressor(encoding, result))
        {
            compressor.Write(body.Span);
        }

        return result.GetBuffer().AsMemory(0, (int)result.Length);
    }

    private static Stream Compressor(string encoding, Stream target) => encoding switch
    {
        "br" => new BrotliStream(target, CompressionLevel.Fastest, leaveOpen: true),
        "gzip" => new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true),
        // In HTTP, "deflate" is the zlib format: deflate with a header and a checksum.
        _ => new ZLibStream(target, CompressionLevel.Fastest, leaveOpen: true),
    };
}
