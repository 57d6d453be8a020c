using System.Runtime.InteropServices;
using System.Text.Json;
using ZipkinMesh.Zipkin.Codecs;
using ZipkinMesh.Zipkin.Codecs.Json;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Fuzz.Targets;

/// <summary>
/// Reads spans in JSON v2. <see cref="JsonDocument"/> must find as many spans, with the same trace ids, and a list that is cut into its
/// spans gives the same ones.
/// </summary>
internal sealed class JsonV2Target() : FuzzTarget(
    "json-v2",
    [
        .. JsonTokens.Json, .. JsonTokens.Fields, "\"kind\":", "\"SERVER\"", "\"CLIENT\"", "\"PRODUCER\"", "\"localEndpoint\":{", "\"remoteEndpoint\":{", "\"tags\":{", "\"shared\":true",
        "\"binaryAnnotations\":",
    ])
{
    public override int MaxLength => 8192;

    public override int MaxAllocationPerByte => 128;

    public override void Parse(byte[] input) => SpanRules.Decode(input, SpanEncoding.JsonV2);

    public override Outcome Check(byte[] input)
    {
        if (SpanRules.Decode(input, SpanEncoding.JsonV2) is not { } spans)
        {
            return Outcome.Refused;
        }

        var shape = SpanRules.Check(spans, input.Length);
        if (input.Length > 0)
        {
            CheckItems(ControlCharacters.Escape(input), spans);
        }

        return Outcome.Accepted(shape);
    }

    private static void CheckItems(ReadOnlySpan<byte> json, List<Span> spans)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 512 });
        using var document = JsonDocument.ParseValue(ref reader);
        var items = document.RootElement.EnumerateArray().ToList();
        OracleException.ThrowUnlessEqual(items.Count, spans.Count, "as many spans as JsonDocument finds");
        for (var i = 0; i < items.Count; i++)
        {
            if (TraceId(items[i]) is { } text)
            {
                OracleException.ThrowUnlessEqual(ZipkinId.ParseTraceId(text), spans[i].TraceId, "the trace id that JsonDocument finds");
            }

            var alone = SpanBytesDecoder.Decode([(byte)'[', .. RawText(items[i]), (byte)']'], SpanEncoding.JsonV2);
            OracleException.ThrowUnless(alone.Count == 1 && alone[0].Equals(spans[i]), "a span is the same when it is read alone");
        }
    }

    // JsonDocument can't look up a field beside one whose name is a lone surrogate.
    private static string? TraceId(JsonElement item)
    {
        try
        {
            var id = item.GetProperty("traceId");
            return id.ValueKind == JsonValueKind.String ? id.GetString()! : id.GetRawText();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // The bytes as they came: GetRawText fails where they aren't UTF-8.
    private static ReadOnlySpan<byte> RawText(JsonElement item) => JsonMarshal.GetRawUtf8Value(item);
}
