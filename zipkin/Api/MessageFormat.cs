using ZipkinMesh.Zipkin.Json;
using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Protobuf;
using ZipkinMesh.Zipkin.V1;

namespace ZipkinMesh.Zipkin.Api;

/// <summary>Tells the formats of messages apart, so that one sent as another is refused by name and not half understood.</summary>
internal static class MessageFormat
{
    /// <summary>Of <c>POST /api/v2/spans</c>: protobuf when the content type says so, whatever it says else JSON v2.</summary>
    /// <exception cref="RefusedException"/>
    public static List<Span> ReadV2(ReadOnlySpan<byte> body, string? contentType)
    {
        var isProtobuf = contentType?.StartsWith("application/x-protobuf", StringComparison.OrdinalIgnoreCase) == true;
        return isProtobuf ? ReadProtobuf(body) : ReadJson(body);
    }

    private static List<Span> ReadJson(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return [];
        }

        RefuseUnlessList(body, "JSON_V2");
        // Only the old format has annotations and binaryAnnotations with endpoints in them; read as the new one it would lose them silently.
        if (body.IndexOf("yAnnotations\""u8) >= 0)
        {
            throw new RefusedException("Expected a JSON_V2 encoded list, but received: JSON_V1\n");
        }

        return SpanListReader.Read(body);
    }

    /// <summary>Of <c>POST /api/v1/spans</c>: JSON v1. Neither endpoints of sides nor tags by that name are in it.</summary>
    /// <exception cref="RefusedException"/>
    public static List<Span> ReadV1(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return [];
        }

        RefuseUnlessList(body, "JSON_V1");
        if (body.IndexOf("Endpoint\""u8) >= 0 || body.IndexOf("\"tags\""u8) >= 0)
        {
            throw new RefusedException("Expected a JSON_V1 encoded list, but received: JSON_V2\n");
        }

        return V1ListReader.Read(body);
    }

    private static List<Span> ReadProtobuf(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return [];
        }

        RefuseUnlessList(body, "PROTO3");
        return ProtoSpanReader.Read(body);
    }

    // A list begins with a bracket; in protobuf with the key of the first span (0x0a) and its length, which is not 0.
    private static void RefuseUnlessList(ReadOnlySpan<byte> body, string format)
    {
        if (body[0] != '[' && (body is not [0x0a, var length, ..] || length == 0))
        {
            throw new RefusedException($"Expected a {format} encoded list\n");
        }
    }
}
