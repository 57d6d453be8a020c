using ZipkinMesh.Zipkin.Codecs;

namespace ZipkinMesh.Fuzz.Targets;

/// <summary>Reads spans in JSON v1, and checks the spans that they are converted to.</summary>
internal sealed class JsonV1Target() : FuzzTarget(
    "json-v1",
    [
        .. JsonTokens.Json, .. JsonTokens.Fields, "\"binaryAnnotations\":[", "\"endpoint\":{", "\"key\":", "\"cs\"", "\"cr\"", "\"sr\"", "\"ss\"", "\"ms\"", "\"mr\"", "\"ws\"", "\"wr\"", "\"ca\"",
        "\"sa\"", "\"ma\"", "\"lc\"", "\"http.path\"",
    ])
{
    public override int MaxLength => 8192;

    // A v1 span becomes as many v2 spans as it names services.
    public override int MaxAllocationPerByte => 256;

    public override void Parse(byte[] input) => SpanRules.Decode(input, SpanEncoding.JsonV1);

    public override Outcome Check(byte[] input)
    {
        if (SpanRules.Decode(input, SpanEncoding.JsonV1) is not { } spans)
        {
            return Outcome.Refused;
        }

        // Each service that a v1 span names becomes a span with all its ids, so only the rules for spans apply, not that of the length.
        return Outcome.Accepted(SpanRules.Check(spans, 64 * (input.Length + 1)));
    }
}
