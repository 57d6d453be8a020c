using System.IO.Compression;
using System.Runtime.InteropServices;

namespace ZipkinMesh.Zipkin.Http;

/// <summary>Decompresses a message, up to a limit: 30 kB of gzip can expand to 30 MB.</summary>
internal static class Gunzip
{
    private const int MaxBytes = 64 * 1024 * 1024;

    /// <exception cref="BadHttpRequestException"/>
    public static ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> compressed)
    {
        using var gzip = new GZipStream(Stream(compressed), CompressionMode.Decompress);
        var result = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            for (var read = gzip.Read(buffer); read > 0; read = gzip.Read(buffer))
            {
                if (result.Length + read > MaxBytes)
                {
                    throw new BadHttpRequestException($"gunzipped spans are larger than {MaxBytes} bytes", StatusCodes.Status413PayloadTooLarge);
                }

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
