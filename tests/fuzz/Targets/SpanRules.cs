using System.Text.Json;
using ZipkinMesh.Zipkin.Codecs;
using ZipkinMesh.Zipkin.Codecs.Json;
using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Storage;
using ZipkinMesh.Zipkin.Storage.Packing;

namespace ZipkinMesh.Fuzz.Targets;

/// <summary>Checks what has been decoded from any encoding of spans.</summary>
internal static class SpanRules
{
    // "é" becomes \u00e9, six bytes for two; an invalid byte becomes \ufffd, six for one. Short ids are padded.
    private const int MaxGrowth = 8;

    private const int MaxGrowthOfMessage = 512;

    /// <summary>Decodes a message, and returns null when it is refused.</summary>
    public static List<Span>? Decode(ReadOnlySpan<byte> message, SpanEncoding encoding)
    {
        try
        {
            return SpanBytesDecoder.Decode(message, encoding);
        }
        catch (InvalidSpanException e)
        {
            OracleException.ThrowUnless(e.Message.Length <= message.Length + MaxGrowthOfMessage, "an error text isn't longer than the input and 512 characters");
            return null;
        }
    }

    /// <summary>Writes the spans as JSON and reads them again; packs them as the store does and unpacks them.</summary>
    /// <returns>The shape of the spans.</returns>
    public static int Check(List<Span> spans, int inputLength)
    {
        var written = Write(spans);
        OracleException.ThrowUnless(written.Length <= (MaxGrowth * inputLength) + 2, $"{inputLength} bytes become {written.Length} of JSON");
        // Not by SpanBytesDecoder, which, as Zipkin does, takes a list for JSON v1 when any text ends with "yAnnotations".
        var again = V2SpanReader.Read(written);
        OracleException.ThrowUnless(spans.SequenceEqual(again), "spans are equal when written as JSON and read again");
        OracleException.ThrowUnless(written.AsSpan().SequenceEqual(Write(again)), "spans are written alike the second time");

        var shape = Math.Min(spans.Count, 7);
        var tables = new StringTables();
        var packer = new SpanPacker(tables);
        foreach (var span in spans)
        {
            var filter = default(BloomFilter);
            packer.Pack(span, ref filter);
            OracleException.ThrowUnless(span.Equals(new PackedSpan(packer.Packed).Unpack(span.TraceId.Low, tables)), "spans are equal when packed and unpacked");
            shape |= ShapeOf(span) << 3;
        }

        return shape;
    }

    private static byte[] Write(List<Span> spans)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            spans.ForEach(span => V2SpanWriter.Write(json, span));
            json.WriteEndArray();
        }

        return stream.ToArray();
    }

    private static int ShapeOf(Span span) =>
        (1 << (int)span.Kind)
        | Bit(5, span.ParentId != 0) | Bit(6, span.Name is not null) | Bit(7, span.Timestamp != 0) | Bit(8, span.Duration != 0)
        | Bit(9, span.Local is not null) | Bit(10, span.Remote is not null) | Bit(11, span.Annotations.Length > 0) | Bit(12, span.Tags.Length > 0)
        | Bit(13, span.Debug) | Bit(14, span.Shared) | Bit(15, span.TraceId.High != 0) | Bit(16, span.Local?.Ipv4 is not null) | Bit(17, span.Local?.Ipv6 is not null);

    private static int Bit(int number, bool value) => value ? 1 << number : 0;
}
