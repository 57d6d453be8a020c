using ZipkinMesh.Zipkin.Codecs;

namespace ZipkinMesh.Fuzz.Targets;

/// <summary>Reads spans in protobuf. Two lists behind each other are one list, and a list is refused when a part of it is.</summary>
internal sealed class ProtobufTarget() : FuzzTarget("protobuf", "GET /", "service1", "http.path", "\u00ff", "\0", "\u0001")
{
    public override int MaxLength => 4096;

    public override bool IsProtobuf => true;

    // An empty annotation or tag takes two bytes.
    public override int MaxAllocationPerByte => 128;

    public override void Parse(byte[] input) => SpanRules.Decode(input, SpanEncoding.Proto3);

    public override Outcome Check(byte[] input)
    {
        if (SpanRules.Decode(input, SpanEncoding.Proto3) is not { } spans)
        {
            return Outcome.Refused;
        }

        var shape = SpanRules.Check(spans, 8 * (input.Length + 1));
        var twice = SpanBytesDecoder.Decode((byte[])[.. input, .. input], SpanEncoding.Proto3);
        OracleException.ThrowUnless(twice.SequenceEqual(spans.Concat(spans)), "two lists behind each other are one");
        return Outcome.Accepted(shape);
    }
}
