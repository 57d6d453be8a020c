namespace ZipkinMesh.Proxy.Upstreams.Streaming;

/// <summary>Defines error codes of HTTP/2 (RFC 9113, 7).</summary>
internal static class ProtocolErrors
{
    public const long ProtocolError = 1;
    public const long FlowControlError = 3;
    public const long FrameSizeError = 6;
    public const long RefusedStream = 7;
    public const long CompressionError = 9;
}
