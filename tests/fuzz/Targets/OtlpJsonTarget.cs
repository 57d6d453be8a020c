using System.Text.Json;

namespace ZipkinMesh.Fuzz.Targets;

/// <summary>Reads OTLP in JSON. What is accepted begins with an object that <see cref="JsonDocument"/> accepts, too.</summary>
internal sealed class OtlpJsonTarget() : FuzzTarget(
    "otlp-json",
    [
        .. JsonTokens.Json, "\"resourceSpans\":[", "\"scopeSpans\":[", "\"spans\":[", "\"attributes\":[", "\"events\":[", "\"links\":[", "\"status\":{",
        "\"key\":", "\"value\":{", "\"stringValue\":", "\"arrayValue\":{\"values\":[", "\"kvlistValue\":{\"values\":[", "\"SPAN_KIND_CLIENT\"", "\"peer.service\"",
    ])
{
    public override int MaxLength => 8192;

    // Each span has the tags of its resource.
    public override int MaxAllocationPerByte => 1024;

    public override void Parse(byte[] input) => OtlpRules.Decode(input, isJson: true);

    public override Outcome Check(byte[] input)
    {
        if (OtlpRules.Decode(input, isJson: true) is not { } spans)
        {
            return Outcome.Refused;
        }

        var reader = new Utf8JsonReader(input, new JsonReaderOptions { MaxDepth = 512 });
        using var document = JsonDocument.ParseValue(ref reader);
        OracleException.ThrowUnlessEqual(JsonValueKind.Object, document.RootElement.ValueKind, "a message is an object");
        return Outcome.Accepted(OtlpRules.Check(spans, input.Length));
    }
}
