using ZipkinMesh.Zipkin.Codecs.Json;
using ZipkinMesh.Zipkin.Codecs.Protobuf;
using ZipkinMesh.Zipkin.Codecs.V1;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs;

/// <summary>
/// Decodes a list of spans. A list in another encoding than the expected one is rejected by name instead of being half understood.
/// </summary>
internal static class SpanBytesDecoder
{
    /// <exception cref="InvalidSpanException"/>
    public static List<Span> Decode(ReadOnlySpan<byte> message, SpanEncoding encoding) => encoding switch
    {
        _ when message.IsEmpty => [],
        SpanEncoding.JsonV1 => DecodeV1(message),
        SpanEncoding.Proto3 => DecodeProto3(message),
        _ => DecodeV2(message),
    };

    private static List<Span> DecodeV1(ReadOnlySpan<byte> message)
    {
        ThrowUnlessList(message, "JSON_V1");
        // JSON v1 has neither localEndpoint and remoteEndpoint nor a field named tags.
        if (message.IndexOf("Endpoint\""u8) >= 0 || message.IndexOf("\"tags\""u8) >= 0)
        {
            throw new InvalidSpanException("Expected a JSON_V1 encoded list, but received: JSON_V2\n");
        }

        return V1SpanReader.Read(message);
    }

    private static List<Span> DecodeV2(ReadOnlySpan<byte> message)
    {
        ThrowUnlessList(message, "JSON_V2");
        // Only JSON v1 has binaryAnnotations; decoded as JSON v2, they would be lost silently.
        if (message.IndexOf("yAnnotations\""u8) >= 0)
        {
            throw new InvalidSpanException("Expected a JSON_V2 encoded list, but received: JSON_V1\n");
        }

        return V2SpanReader.Read(message);
    }

    private static List<Span> DecodeProto3(ReadOnlySpan<byte> message)
    {
        ThrowUnlessList(message, "PROTO3");
        return ProtoSpanReader.Read(message);
    }

    // A JSON list starts with a bracket, a protobuf list with the key of its first span (0x0a) and that span's length, which is not 0.
    private static void ThrowUnlessList(ReadOnlySpan<byte> message, string encoding)
    {
        if (message[0] != '[' && (message is not [0x0a, var length, ..] || length == 0))
        {
            throw new InvalidSpanException($"Expected a {encoding} encoded list\n");
        }
    }
}
