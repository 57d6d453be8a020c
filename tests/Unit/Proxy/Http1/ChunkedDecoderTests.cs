using System.Text;
using ZipkinMesh.Proxy.Upstreams.Http1;

namespace ZipkinMesh.Tests.Proxy.Http1;

/// <summary>Tests which chunked bodies are accepted, as observed on Envoy 1.40.</summary>
public sealed class ChunkedDecoderTests
{
    [Theory]
    [InlineData("2\r\nok\r\n0\r\n\r\n", "ok")]
    [InlineData("2;x=y\r\nok\r\n0;z\r\n\r\n", "ok")]
    [InlineData("2 ;x=\"a;b\"\r\nok\r\n0\r\n\r\n", "ok")]
    [InlineData("2 \t\r\nok\r\n0\r\n\r\n", "ok")]
    [InlineData("A\r\n0123456789\r\n1\r\na\r\n0\r\n\r\n", "0123456789a")]
    [InlineData("0000000000000000000002\r\nok\r\n0\r\n\r\n", "ok")]
    [InlineData("2\r\nok\n0\r\n\n", "ok")]
    [InlineData("2\r\nok\r\n0\r\nX-T: 1\r\nY: 2\n\r\n", "ok")]
    [InlineData("0\r\n\r\n", "")]
    public void Body_Valid_IsDecodedForEverySplit(string text, string expected)
    {
        var data = Encoding.Latin1.GetBytes(text);
        for (var split = 0; split <= data.Length; split++)
        {
            for (var outputSize = 1; outputSize < 12; outputSize += 5)
            {
                Assert.Equal(expected, Decode(data, split, outputSize, out var isEnd));
                Assert.True(isEnd);
            }
        }
    }

    [Theory]
    [InlineData("\r\nok\r\n")]
    [InlineData(" 2\r\nok\r\n")]
    [InlineData("+2\r\nok\r\n")]
    [InlineData("-2\r\nok\r\n")]
    [InlineData("0x2\r\nok\r\n")]
    [InlineData("zz\r\nok\r\n")]
    [InlineData("2\nok\r\n")]
    [InlineData("2\rok\r\n")]
    [InlineData("2;a\nok\r\n")]
    [InlineData("2;a\rb\r\nok\r\n")]
    [InlineData("fffffffffffffffff\r\nok")]
    [InlineData("8000000000000000\r\nok")]
    [InlineData("2\r\nokX\r\n")]
    [InlineData("2\r\nok\r\n0\r\nX T\r\n\r\n")]
    [InlineData("2\r\nok\r\n0\r\nX-T: a\0\r\n\r\n")]
    [InlineData("2\r\nok\r\n0\r\n\rX")]
    public void Body_Invalid_ThrowsForEverySplit(string text)
    {
        var data = Encoding.Latin1.GetBytes(text);
        for (var split = 0; split <= data.Length; split++)
        {
            Assert.Throws<ResponseProtocolException>(() => Decode(data, split, 64, out _));
        }
    }

    [Theory]
    [InlineData("2;")]
    [InlineData("0\r\nX: ")]
    public void Body_EndlessLine_Throws(string start) =>
        Assert.Throws<ResponseProtocolException>(() => Decode([.. Encoding.Latin1.GetBytes(start), .. new byte[100_000].Select(_ => (byte)'x')], 0, 64, out _));

    [Fact]
    public void Body_EndlessTrailers_Throws() =>
        Assert.Throws<ResponseProtocolException>(() => Decode(Encoding.Latin1.GetBytes("0\r\n" + string.Concat(Enumerable.Repeat("X: y\r\n", 20_000))), 0, 64, out _));

    [Fact]
    public void Body_RandomMutations_ThrowsNothingElse()
    {
        var random = new Random(12);
        var seed = "5;a=b\r\nhello\r\n10\r\n0123456789abcdef\r\n0\r\nX: y\r\n\r\n"u8.ToArray();
        for (var i = 0; i < 200_000; i++)
        {
            var data = Mutations.Of(seed, random);
            string? whole = null;
            try
            {
                whole = Decode(data, 0, 64, out _);
            }
            catch (ResponseProtocolException)
            {
            }

            var split = random.Next(data.Length + 1);
            if (whole is not null)
            {
                Assert.Equal(whole, Decode(data, split, random.Next(1, 20), out _));
            }
            else
            {
                Assert.Throws<ResponseProtocolException>(() => Decode(data, split, 7, out _));
            }
        }
    }

    private static string Decode(byte[] data, int split, int outputSize, out bool isEnd)
    {
        var decoder = default(ChunkedDecoder);
        var result = new StringBuilder();
        var output = new byte[outputSize];
        foreach (var part in new[] { data[..split], data[split..] })
        {
            var rest = part.AsSpan();
            while (rest.Length > 0 && !decoder.IsEnd)
            {
                var count = decoder.Decode(rest, output, out var consumed);
                result.Append(Encoding.Latin1.GetString(output, 0, count));
                rest = rest[consumed..];
            }
        }

        isEnd = decoder.IsEnd;
        return result.ToString();
    }
}
