using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.Otlp;

/// <summary>Decodes the spans of an OTLP message, <c>ExportTraceServiceRequest</c>, in protobuf or JSON.</summary>
internal static class OtlpDecoder
{
    /// <exception cref="InvalidSpanException">The message can't be read, or all of its spans are invalid.</exception>
    /// <exception cref="MessageTooLargeException"/>
    public static OtlpSpans Decode(ReadOnlySpan<byte> message, bool isJson) =>
        TraceReader.Read(isJson ? JsonTranscoder.ToProtobuf(message) : message);
}
