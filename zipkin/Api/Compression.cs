using System.IO.Compression;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ZipkinMesh.Zipkin.Api;

/// <summary>Packs answers that are worth it: large ones, of types that are text, for clients that say <c>Accept-Encoding: br, gzip</c>.</summary>
internal static class Compression
{
    private const int MinBytes = 2048;

    // In this order when the client likes them equally well.
    private static readonly string[] Encodings = ["br", "gzip", "deflate"];

    /// <summary>The body to send; its headers are set.</summary>
    public static ReadOnlyMemory<byte> Pack(HttpContext context, ReadOnlyMemory<byte> body)
    {
        var headers = context.Response.Headers;
        if (body.Length < MinBytes || !IsWorthIt(headers.ContentType.ToString()))
        {
            return body;
        }

        headers.Vary = HeaderNames.AcceptEncoding;
        var encoding = Choose(context.Request.Headers.AcceptEncoding);
        if (encoding is null)
        {
            return body;
        }

        headers.ContentEncoding = encoding;
        return Pack(encoding, body);
    }

    private static bool IsWorthIt(string contentType) =>
        contentType.StartsWith("application/json", StringComparison.Ordinal)
        || contentType.StartsWith("text/javascript", StringComparison.Ordinal)
        || contentType.StartsWith("text/css", StringComparison.Ordinal)
        || contentType.StartsWith("image/svg", StringComparison.Ordinal);

    // What is not understood is not asked for.
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

    private static ReadOnlyMemory<byte> Pack(string encoding, ReadOnlyMemory<byte> body)
    {
        var result = new MemoryStream();
        using (Stream packer = encoding switch
        {
            "br" => new BrotliStream(result, CompressionLevel.Fastest, leaveOpen: true),
            "gzip" => new GZipStream(result, CompressionLevel.Fastest, leaveOpen: true),
            // What HTTP calls deflate has the header and checksum of zlib around it.
            _ => new ZLibStream(result, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            packer.Write(body.Span);
        }

        return result.GetBuffer().AsMemory(0, (int)result.Length);
    }
}
