using System.Text;
using ZipkinMesh.Zipkin.Codecs.Otlp;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Tests.Zipkin;

/// <summary>OTLP messages that could cost much work or memory.</summary>
public sealed class HostileOtlpTests
{
    private static readonly byte[] Span = new ProtoMessage().Bytes(1, Convert.FromHexString(OtlpJson.TraceId)).Bytes(2, [1, 2, 3, 4, 5, 6, 7, 8]).ToArray();

    [Theory]
    [InlineData(1, 100_000, 1000)]
    [InlineData(2000, 1, 2000)]
    public void Decode_LargeResourceOfManySpans_IsRejected(int attributes, int length, int spans)
    {
        var resource = new ProtoMessage();
        for (var i = 0; i < attributes; i++)
        {
            resource.Bytes(1, Attribute($"{i}", new ProtoMessage().Text(1, new string('x', length))));
        }

        Assert.Throws<MessageTooLargeException>(() => Decode(Message(Enumerable.Repeat(Span, spans), resource)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("6a1c0a10000102030405060708090a0b0c0d0e0f12080001020304050607")] // a link
    [InlineData("5a00")] // an event
    [InlineData("4a00")] // an attribute
    public void Decode_ManyTinyObjects_IsRejected(string field)
    {
        var bytes = Convert.FromHexString(field);
        byte[] span = [.. Span, .. Enumerable.Repeat(bytes, bytes.Length == 0 ? 0 : 15_000_000 / bytes.Length).SelectMany(one => one)];

        Assert.Throws<MessageTooLargeException>(() => Decode(Message(Enumerable.Repeat(span, bytes.Length == 0 ? 400_000 : 1))));
    }

    [Fact]
    public void Decode_ManyInvalidSpans_IsRejected() =>
        Assert.Throws<MessageTooLargeException>(() => Decode(Message(Enumerable.Repeat(Array.Empty<byte>(), 1_000_000))));

    [Fact]
    public void Decode_LargeArray_IsRejected()
    {
        var array = new ProtoMessage().Bytes(1, new ProtoMessage().Text(1, new string('\u0001', 3 * 1024 * 1024)).ToArray());

        Assert.Throws<MessageTooLargeException>(() => Decode(WithValue(new ProtoMessage().Bytes(5, array.ToArray()))));
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    [InlineData(100_000, false)]
    public void Decode_NestedArrays_AreLimited(int depth, bool isAllowed)
    {
        // From the inside: the length of each is known, and none is copied.
        var lengths = new List<byte[]>();
        var length = 0;
        for (var i = 0; i < depth; i++)
        {
            var inner = i == 0 ? [] : Field(1, length);
            length += inner.Length;
            lengths.Add([.. Field(5, length), .. inner]);
            length += Field(5, length).Length;
        }

        var value = Enumerable.Reverse(lengths).SelectMany(bytes => bytes).ToArray();
        var message = Message([(byte[])[.. Span, .. new ProtoMessage().Bytes(9, new ProtoMessage().Bytes(2, value).ToArray()).ToArray()]]);

        if (!isAllowed)
        {
            Assert.Equal("Arrays and maps are nested deeper than 100 levels", Assert.Throws<InvalidSpanException>(() => Decode(message)).Message);
            return;
        }

        Assert.Equal(new string('[', depth) + new string(']', depth), Decode(message).Spans.Single().Tags.Single().Value);
    }

    [Fact]
    public void DecodeJson_DeeplyNested_IsRejected()
    {
        const string Open = "{\"arrayValue\":{\"values\":[";
        var value = string.Concat(Enumerable.Repeat(Open, 10_000));

        Assert.Throws<InvalidSpanException>(() => DecodeJson(OtlpJson.Message(OtlpJson.Span($"\"attributes\":[{OtlpJson.Attribute("a", value)}]"))));
    }

    [Fact]
    public void DecodeJson_LargerThanAllowedInProtobuf_IsRejected() =>
        Assert.Throws<MessageTooLargeException>(() => DecodeJson($"{{\"resourceSpans\":[{string.Join(',', Enumerable.Repeat("{}", 4_000_000))}]}}"));

    private static OtlpSpans Decode(byte[] message) => OtlpDecoder.Decode(message, isJson: false);

    private static OtlpSpans DecodeJson(string json) => OtlpDecoder.Decode(Encoding.UTF8.GetBytes(json), isJson: true);

    private static byte[] WithValue(ProtoMessage value) => Message([(byte[])[.. Span, .. new ProtoMessage().Bytes(9, Attribute("a", value)).ToArray()]]);

    private static byte[] Attribute(string key, ProtoMessage value) => new ProtoMessage().Text(1, key).Bytes(2, value.ToArray()).ToArray();

    private static byte[] Message(IEnumerable<byte[]> spans, ProtoMessage? resource = null)
    {
        var scope = new ProtoMessage();
        foreach (var span in spans)
        {
            scope.Bytes(2, span);
        }

        var resourceSpans = resource is null ? new ProtoMessage() : new ProtoMessage().Bytes(1, resource.ToArray());
        return new ProtoMessage().Bytes(1, resourceSpans.Bytes(2, scope.ToArray()).ToArray()).ToArray();
    }

    // The key and the length of an embedded message.
    private static byte[] Field(int field, int length)
    {
        List<byte> bytes = [(byte)((field << 3) | 2)];
        for (; length > 0x7f; length >>= 7)
        {
            bytes.Add((byte)(length | 0x80));
        }

        return [.. bytes, (byte)length];
    }
}
