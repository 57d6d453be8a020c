namespace ZipkinMesh.Fuzz.Targets;

/// <summary>Reads OTLP in protobuf. Two messages behind each other are one message.</summary>
internal sealed class OtlpProtobufTarget() : FuzzTarget("otlp-protobuf", "GET /", "service.name", "peer.service", "error", "\u00ff", "\0", "\u0001")
{
    public override int MaxLength => 4096;

    public override bool IsProtobuf => true;

    // Each span has the tags of its resource.
    public override int MaxAllocationPerByte => 1024;

    public override void Parse(byte[] input) => OtlpRules.Decode(input, isJson: false);

    public override Outcome Check(byte[] input)
    {
        if (OtlpRules.Decode(input, isJson: false) is not { } spans)
        {
            return Outcome.Refused;
        }

        var shape = OtlpRules.Check(spans, input.Length);
        var twice = OtlpRules.Decode((byte[])[.. input, .. input], isJson: false);
        OracleException.ThrowUnless(twice?.SequenceEqual(spans.Concat(spans)) == true, "two messages behind each other are one");
        return Outcome.Accepted(shape);
    }
}
