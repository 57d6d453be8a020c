using System.Buffers;

namespace ZipkinMesh.Proxy.Listeners.Codecs;

/// <summary>
/// Recognizes the bytes with which a client that knows that the server speaks HTTP/2 begins a connection (RFC 9113, 3.4). They form a
/// request of HTTP/1.1 that no client sends.
/// </summary>
internal static class Http2Preface
{
    private static ReadOnlySpan<byte> Bytes => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>Returns a value indicating that a connection begins with the preface; null when too few bytes have been received.</summary>
    public static bool? Find(in ReadOnlySequence<byte> received)
    {
        var length = (int)Math.Min(received.Length, Bytes.Length);
        Span<byte> start = stackalloc byte[length];
        received.Slice(0, length).CopyTo(start);
        return !Bytes.StartsWith(start) ? false
            : length == Bytes.Length ? true
            : null;
    }
}
