using System.IO.Compression;
using System.Runtime.InteropServices;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Http;

/// <summary>Decompresses a message, up to a limit: 30 kB of gzip can expand to 30 MB.</summary>
internal static class Gunzip
{
    /// <summary>Decompresses the body of a request with <c>Content-Encoding: gzip</c>; returns any other body as it is.</summary>
    /// <exception cref="BadHttpRequestException"/>
    /// <exception cref="MessageTooLargeException"/>
    public static ReadOnlyMemory<byte> DecompressBody(HttpRequest request, ReadOnlyMemory<byte> body) =>
        body.Length > 0 && request.Headers.ContentEncoding.ToString().Contains("gzip", StringComparison.Ordinal) ? Decompress(body) : body;

    /// <summary>Decompresses a message.</summary>
    /// <exception cref="BadHttpRequestException"/>
    /// <exception cref="MessageTooLargeException"/>
    public static ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> compressed)
    {
        using var gzip = new GZipStream(Stream(compressed), CompressionMode.Decompress);
        var result = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            for (var read = gzip.Read(buffer); read > 0; read = gzip.Read(buffer))
            {
                MessageTooLargeException.ThrowIfLarger(result.Length + read);
                result.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            throw new BadHttpRequestException("Cannot gunzip spans");
        }

        return result.Length == 0 ? throw new BadHttpRequestException("Cannot gunzip spans") : result.GetBuffer().AsMemory(0, (int)result.Length);
    }

    private static MemoryStream Stream(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);
}
