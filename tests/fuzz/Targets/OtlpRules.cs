using ZipkinMesh.Zipkin.Codecs.Otlp;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Fuzz.Targets;

/// <summary>Checks what has been decoded from either encoding of OTLP.</summary>
internal static class OtlpRules
{
    private const int MaxErrorText = 512;

    // Each span has the tags of its resource.
    private const int MaxGrowth = 8;

    /// <summary>Decodes a message, and returns null when it is refused.</summary>
    public static List<Span>? Decode(ReadOnlySpan<byte> message, bool isJson)
    {
        try
        {
            return OtlpDecoder.Decode(message, isJson).Spans;
        }
        catch (InvalidSpanException e)
        {
            OracleException.ThrowUnless(e.Message.Length <= MaxErrorText, "an error text has at most 512 characters");
            return null;
        }
    }

    /// <inheritdoc cref="SpanRules.Check"/>
    public static int Check(List<Span> spans, int inputLength) => SpanRules.Check(spans, MaxGrowth * (inputLength + 1) * (spans.Count + 1));
}
