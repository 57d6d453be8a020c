using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using ZipkinMesh.Zipkin.Codecs;
using ZipkinMesh.Zipkin.Codecs.Json;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Tests.Zipkin;

public sealed class V2SpanReaderTests
{
    private const string Ids = "\"traceId\":\"a1\",\"id\":\"b1\"";

    [Theory]
    [InlineData("[{}]", "Missing : traceId id")]
    [InlineData("""[{"traceId":"a1"}]""", "Missing : id")]
    [InlineData("""[{"id":"a1"}]""", "Missing : traceId")]
    [InlineData("""[{"traceId":"","id":"1"}]""", "traceId is empty")]
    [InlineData("""[{"traceId":"1","id":""}]""", "id is empty")]
    [InlineData("""[{"traceId":"1","id":"1","parentId":""}]""", "parentId is empty")]
    [InlineData("""[{"traceId":"111111111111111111111111111111111","id":"1"}]""", "traceId.length > 32")]
    [InlineData("""[{"traceId":"1","id":"11111111111111111"}]""", "id.length > 16")]
    [InlineData("""[{"traceId":"1","id":"1","parentId":"11111111111111111"}]""", "id.length > 16")]
    [InlineData("""[{"traceId":"zz","id":"1"}]""", "zz should be lower-hex encoded with no prefix")]
    [InlineData("""[{"traceId":"1","id":"A"}]""", "A should be lower-hex encoded with no prefix")]
    [InlineData("""[{"traceId":"0","id":"1"}]""", "traceId is all zeros")]
    [InlineData("""[{"traceId":"1","id":"0000000000000000"}]""", "id is all zeros")]
    [InlineData("""[{"traceId":null}]""", "Expected a string but was NULL at $[0].traceId")]
    [InlineData("[{" + Ids + ",\"kind\":\"client\"}]", "No kind client; allowed: CLIENT, SERVER, PRODUCER, CONSUMER")]
    [InlineData("[{" + Ids + ",\"timestamp\":\"abc\"}]", "For input string: \"abc\"")]
    [InlineData("[{" + Ids + ",\"timestamp\":\"12\\u0000\"}]", "For input string: \"12\0\"")]
    [InlineData("[{" + Ids + ",\"timestamp\":\"1.0\\u0000\"}]", "For input string: \"1.0\0\"")]
    [InlineData("[{" + Ids + ",\"duration\":1.5}]", "Expected a long but was 1.5 at $[0].duration")]
    [InlineData("[{" + Ids + ",\"name\":true}]", "Expected a string but was BOOLEAN at $[0].name")]
    [InlineData("[{" + Ids + ",\"name\":{}}]", "Malformed")]
    [InlineData("[null]", "Malformed")]
    [InlineData("[{" + Ids + "},]", "Malformed")]
    [InlineData("[{" + Ids, "End of input at $[0].id")]
    [InlineData("[{" + Ids + ",\"localEndpoint\":{\"port\":65536}}]", "invalid port 65536")]
    [InlineData("[{" + Ids + ",\"annotations\":[{\"timestamp\":1}]}]", "Incomplete annotation at $[0].annotations[0].timestamp")]
    [InlineData("[{" + Ids + ",\"tags\":{\"a\":null}}]", "No value at $[0].tags.a")]
    [InlineData("[{" + Ids + "},{\"id\":\"1\"}]", "Missing : traceId")]
    public void Read_InvalidSpan_RejectsTheListWithTheReason(string json, string message)
    {
        Assert.Equal($"{message} reading List<Span> from json", Assert.Throws<InvalidSpanException>(() => Read(json)).Message);
    }

    [Theory]
    [InlineData("\"timestamp\":-1,\"duration\":0", "")]
    [InlineData("\"timestamp\":\"123\",\"duration\":1.5e1", "\"timestamp\":123,\"duration\":15")]
    [InlineData("\"name\":\"GET\",\"kind\":null", "\"name\":\"get\"")]
    [InlineData("\"name\":\"a\",\"name\":\"b\",\"unknown\":[{\"x\":[]}]", "\"name\":\"b\"")]
    [InlineData("\"parentId\":\"0\",\"kind\":\"CLIENT\",\"shared\":true", "\"kind\":\"CLIENT\"")]
    [InlineData("\"parentId\":\"b1\",\"debug\":true", "\"debug\":true")]
    [InlineData("\"tags\":{\"b\":1.50,\"a\":\"x\ty\\u00e9\\ud800\"}", "\"tags\":{\"a\":\"x\\ty\u00e9?\",\"b\":\"1.50\"}")]
    [InlineData(
        "\"annotations\":[{\"timestamp\":2,\"value\":\"b\"},{\"value\":\"a\",\"timestamp\":1},{\"timestamp\":2,\"value\":\"b\"}]",
        "\"annotations\":[{\"timestamp\":1,\"value\":\"a\"},{\"timestamp\":2,\"value\":\"b\"}]")]
    [InlineData("\"localEndpoint\":{\"serviceName\":\"\",\"ipv4\":\"host\",\"port\":-1}", "")]
    [InlineData("\"localEndpoint\":{\"ipv6\":\"::ffff:1.2.3.4\",\"port\":80}", "\"localEndpoint\":{\"ipv4\":\"1.2.3.4\",\"port\":80}")]
    [InlineData("\"remoteEndpoint\":{\"ipv4\":\"2001:0:0:4:0:0:0:8\"}", "\"remoteEndpoint\":{\"ipv6\":\"2001:0:0:4::8\"}")]
    [InlineData("\"remoteEndpoint\":{\"ipv6\":\"2001:DB8::C001\"}", "\"remoteEndpoint\":{\"ipv6\":\"2001:db8::c001\"}")]
    public void Read_UnusualSpan_IsNormalized(string fields, string written)
    {
        var expected = $"[{{\"traceId\":\"00000000000000a1\",\"id\":\"00000000000000b1\"{(written.Length > 0 ? "," : "")}{written}}}]";

        Assert.Equal(expected, Write(Read($"[{{{Ids},{fields}}}]")));
    }

    [Theory]
    [InlineData("a1", "00000000000000a1")]
    [InlineData("463ac35c9f6413ad48485a3953bb6124", "463ac35c9f6413ad48485a3953bb6124")]
    [InlineData("00000000000000001111111111111111", "1111111111111111")]
    [InlineData("11111111111111111", "00000000000000011111111111111111")]
    public void TraceId_AnyLength_Is16Or32Characters(string text, string id) => Assert.Equal(id, ZipkinId.ParseTraceId(text).ToString());

    [Fact]
    public void Read_InvalidUtf8_IsReplaced()
    {
        byte[] json = [.. Encoding.UTF8.GetBytes($"[{{{Ids},\"name\":\""), 0xff, .. "\"}]"u8];

        Assert.Equal("\ufffd", V2SpanReader.Read(json).Single().Name);
    }

    [Fact]
    public void Decode_AnyBytes_ThrowsOnlyInvalidSpanException()
    {
        // Parts of real messages get further than random bytes.
        string[] pieces =
        [
            "[", "]", "{", "}", ",", ":", "\"", "\\", "\\u12", "\n", "null", "true", "1e400", "-0", "\"traceId\":\"a1\"", "\"id\":\"b1\"", "\"tags\":", "\"a\":\"\\ud800\"",
            "\"annotations\":[{", "\"timestamp\":", "\"localEndpoint\":{", "\"ipv6\":\"1::%1\"", "\"port\":1e99", "99999999999999999999",
        ];
        var noise = ArbMap.Default.GeneratorFor<byte[]>();
        var piece = Gen.OneOf(Gen.Elements(pieces).Select(Encoding.UTF8.GetBytes), noise);
        var message = piece.ListOf().Select(list => (byte[])[(byte)'[', .. list.SelectMany(bytes => bytes)]);

        Prop.ForAll(message.ToArbitrary(), DecodesOrRejects).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Read_WrittenSpan_RoundTrips()
    {
        Prop.ForAll(AnySpan.Generator().ToArbitrary(), one => Assert.Equal(one, Read(Write([one])).Single())).QuickCheckThrowOnFailure();
    }

    private static bool DecodesOrRejects(byte[] message)
    {
        try
        {
            SpanBytesDecoder.Decode(message, SpanEncoding.JsonV2);
        }
        catch (InvalidSpanException)
        {
        }

        return true;
    }

    private static List<Span> Read(string json) => V2SpanReader.Read(Encoding.UTF8.GetBytes(json));

    private static string Write(IEnumerable<Span> spans)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var span in spans)
            {
                V2SpanWriter.Write(json, span);
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
