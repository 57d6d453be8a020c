using System.Buffers.Binary;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.Otlp;

/// <summary>Reads ids: 16 bytes for a trace and 8 for a span. Ids of another length, and zeros, are invalid.</summary>
internal static class OtlpId
{
    public const int TraceBytes = 16;
    public const int SpanBytes = 8;

    /// <summary>Returns the id of a trace; the default value when it is invalid.</summary>
    public static TraceId Trace(ReadOnlySpan<byte> id) => id.Length == TraceBytes ? new(Number(id), Number(id[SpanBytes..])) : default;

    /// <summary>Returns the id of a span; 0 when it is invalid.</summary>
    public static ulong Span(ReadOnlySpan<byte> id) => id.Length == SpanBytes ? Number(id) : 0;

    private static ulong Number(ReadOnlySpan<byte> id) => BinaryPrimitives.ReadUInt64BigEndian(id);
}
