using FsCheck;
using FsCheck.Fluent;
using ZipkinMesh.Zipkin.Codecs;
using ZipkinMesh.Zipkin.Codecs.Protobuf;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Tests.Zipkin;

public sealed class ProtoSpanReaderTests : IAsyncLifetime
{
    private const string Protobuf = "application/x-protobuf";

    private RunningZipkin _zipkin = null!;

    public async ValueTask InitializeAsync() => _zipkin = await RunningZipkin.StartAsync();

    public ValueTask DisposeAsync() => _zipkin.DisposeAsync();

    [Fact]
    public async Task Post_Protobuf_IsStored()
    {
        var local = new ProtoMessage().Text(1, "Web").Bytes(2, [10, 0, 0, 1]).Bytes(3, [1, 2, 3]).Number(4, 80).ToArray();
        var span = Ids().Number(4, 2).Text(5, "GET").Fixed64(6, 1000).Number(7, 300).Bytes(8, local)
            .Bytes(10, new ProtoMessage().Text(2, "never").ToArray())
            .Bytes(11, new ProtoMessage().Text(1, "error").ToArray())
            .Bytes(11, new ProtoMessage().Text(2, "keyless").ToArray())
            .Number(99, 7).Fixed64(98, 7).Text(97, "unknown").Number(13, 1);

        Assert.Equal((202, ""), await PostAsync(List(span)));
        Assert.Equal(
            """
            [{"traceId":"000000000000a1a2","id":"00000000000000b1","kind":"SERVER","name":"get","timestamp":1000,"duration":300,
            "localEndpoint":{"serviceName":"web","ipv4":"10.0.0.1","port":80},"tags":{"error":""},"shared":true}]
            """.ReplaceLineEndings(""),
            await _zipkin.OkAsync("/api/v2/trace/a1a2"));
    }

    [Theory]
    [InlineData("616263", "Expected a PROTO3 encoded list\n")]
    [InlineData("5b7b7d5d", "Malformed reading List<Span> from proto3")]
    [InlineData("0a", "Expected a PROTO3 encoded list\n")]
    [InlineData("0a05", "Truncated: length 5 > bytes available 0 reading List<Span> from proto3")]
    [InlineData("0a020a01", "Truncated: length 1 > bytes available 0 reading List<Span> from proto3")]
    [InlineData("0a030a01a1", "Missing : id reading List<Span> from proto3")]
    [InlineData("0a031a01a1", "Missing : traceId reading List<Span> from proto3")]
    [InlineData("0a031a0100", "id is all zeros reading List<Span> from proto3")]
    [InlineData("0a0b1a09010101010101010101", "id.length > 16 reading List<Span> from proto3")]
    [InlineData("0a026002", "Malformed reading List<Span> from proto3")]
    [InlineData("0a0642042080808008", "Truncated: length 1 > bytes available 0 reading List<Span> from proto3")]
    [InlineData("0a0742052080808008", "invalid port 16777216 reading List<Span> from proto3")]
    [InlineData("0a0b38ffffffffffffffffffff", "Malformed reading List<Span> from proto3")]
    public async Task Post_InvalidProtobuf_IsRejectedAsAWhole(string hex, string message) =>
        Assert.Equal((400, message), await PostAsync(Convert.FromHexString(hex)));

    [Fact]
    public async Task Post_InvalidSecondSpan_StoresNothing()
    {
        Assert.Equal(400, (await PostAsync([.. List(Ids()), .. List(new())])).Status);
        Assert.Equal(404, (await _zipkin.GetAsync("/api/v2/trace/a1a2")).Status);
    }

    [Fact]
    public void Read_AnyBytes_ThrowsOnlyInvalidSpanException()
    {
        // Prefixes of real fields get further than random bytes.
        byte[][] pieces = [[0x0a, 0x14], [0x0a, 0x01, 0xa1], [0x1a, 0x01, 0xb1], [0x31], [0x38], [0x42, 0x06], [0x20, 0x50], [0x52, 0x04], [0x5a, 0x03], [0x60, 0x01]];
        var piece = Gen.OneOf(Gen.Elements(pieces), ArbMap.Default.GeneratorFor<byte[]>());
        var message = piece.ListOf().Select(list => (byte[])[0x0a, (byte)list.Sum(bytes => bytes.Length), .. list.SelectMany(bytes => bytes)]);

        Prop.ForAll(message.ToArbitrary(), DecodesOrRejects).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Read_WrittenSpan_RoundTrips() =>
        Prop.ForAll(AnySpan.Generator().ToArbitrary(), one => Assert.Equal(one, ProtoSpanReader.Read(ProtoMessage.List([one])).Single()))
            .QuickCheckThrowOnFailure();

    private static ProtoMessage Ids() => new ProtoMessage().Bytes(1, [0xa1, 0xa2]).Bytes(3, [0xb1]);

    private static byte[] List(ProtoMessage span) => new ProtoMessage().Bytes(1, span.ToArray()).ToArray();

    private static bool DecodesOrRejects(byte[] message)
    {
        try
        {
            SpanBytesDecoder.Decode(message, SpanEncoding.Proto3);
        }
        catch (InvalidSpanException)
        {
        }

        return true;
    }

    private async Task<(int Status, string Body)> PostAsync(byte[] message)
    {
        using var content = new ByteArrayContent(message);
        content.Headers.ContentType = new(Protobuf);
        return await _zipkin.PostAsync(content);
    }
}
