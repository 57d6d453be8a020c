using System.Text;
using ZipkinMesh.Proxy.Upstreams.Http1;

namespace ZipkinMesh.Tests.Proxy.Http1;

/// <summary>Tests which heads of responses are accepted, as observed on Envoy 1.40.</summary>
public sealed class ResponseHeadParserTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", 200, true)]
    [InlineData("HTTP/1.1 200\r\n\r\n", 200, true)]
    [InlineData("HTTP/1.1 999 \r\n\r\n", 999, true)]
    [InlineData("HTTP/1.1 404 n\u00fcll\n\n", 404, true)]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n", 200, false)]
    [InlineData("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n\r\n", 200, true)]
    [InlineData("HTTP/1.2 200 OK\r\n\r\n", 200, false)]
    [InlineData("HTTP/1.1  200 OK\r\n\r\n", 200, true)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: x, Close\r\n\r\n", 200, false)]
    [InlineData("HTTP/1.1 200 OK\r\nProxy-Connection: close\r\n\r\n", 200, false)]
    public void StatusLine_Valid_HasStatusAndPersistence(string text, int status, bool isPersistent)
    {
        var head = Parse(text);

        Assert.Equal((status, isPersistent), (head.Status, head.IsPersistent));
    }

    [Theory]
    [InlineData("HTTP/1.1 099 OK")]
    [InlineData("HTTP/1.1 000 OK")]
    [InlineData("HTTP/1.1 1000 OK")]
    [InlineData("HTTP/1.1 20 OK")]
    [InlineData("HTTP/1.1 -20 OK")]
    [InlineData("HTTP/1.1 20x OK")]
    [InlineData("HTTP/1.1 200x OK")]
    [InlineData("HTTP/1.1  OK")]
    [InlineData("HTTP/1.1 200 a\0b")]
    [InlineData("HTTP/1.1 200 a\u0001b")]
    [InlineData("HTTP/11.1 200 OK")]
    [InlineData("http/1.1 200 OK")]
    [InlineData("HTTP/1.1.1 200 OK")]
    [InlineData("HTTP/1 200 OK")]
    [InlineData("ICY 200 OK")]
    [InlineData(" HTTP/1.1 200 OK")]
    [InlineData("\r\nHTTP/1.1 200 OK")]
    public void StatusLine_Invalid_Throws(string line) => AssertInvalid($"{line}\r\n\r\n");

    [Theory]
    [InlineData("X-A: b", "X-A", "b")]
    [InlineData("X-A:b", "X-A", "b")]
    [InlineData("X-A: \t b \t ", "X-A", "b")]
    [InlineData("X-A:", "X-A", "")]
    [InlineData("X_A: a\tb", "X_A", "a\tb")]
    [InlineData("X-A: \u00fc\u0080", "X-A", "\u00fc\u0080")]
    [InlineData("X-A: b\r\n \tc ", "X-A", "b c")]
    [InlineData("content-TYPE: text/html", "Content-Type", "text/html")]
    public void Header_Valid_IsKept(string line, string name, string value) => Assert.Equal([(name, value)], Parse($"{Ok}{line}\r\n\r\n").Headers);

    [Theory]
    [InlineData("X-A: a\0b")]
    [InlineData("X-A: a\rb")]
    [InlineData("X-A: a\u0001b")]
    [InlineData("X-A: a\u007fb")]
    [InlineData("X-A : b")]
    [InlineData("X-A\t: b")]
    [InlineData(" X-A: b")]
    [InlineData("X-A")]
    [InlineData(": b")]
    [InlineData(":status: 200")]
    [InlineData("X A: b")]
    [InlineData("X@A: b")]
    [InlineData("X\u00fc: b")]
    [InlineData("Content-Length: 2\r\n 3")]
    [InlineData("X-A: b\r\n c\0")]
    public void Header_Invalid_Throws(string line) => AssertInvalid($"{Ok}{line}\r\n\r\n");

    [Theory]
    [InlineData("Content-Length: 2", 2L, false)]
    [InlineData("Content-Length: 002 ", 2L, false)]
    [InlineData("Content-Length: 9223372036854775807", long.MaxValue, false)]
    [InlineData("Transfer-Encoding: Chunked ", null, true)]
    [InlineData("X: y", null, false)]
    public void Framing_Valid_IsRead(string line, long? length, bool isChunked)
    {
        var head = Parse($"{Ok}{line}\r\n\r\n");

        Assert.Equal((length, isChunked), (head.ContentLength, head.IsChunked));
    }

    [Theory]
    [InlineData("Content-Length: 2\r\nContent-Length: 2")]
    [InlineData("Content-Length: 2\r\nContent-Length: 3")]
    [InlineData("Content-Length: 2, 2")]
    [InlineData("Content-Length: +2")]
    [InlineData("Content-Length: -2")]
    [InlineData("Content-Length: 0x2")]
    [InlineData("Content-Length:")]
    [InlineData("Content-Length: 2 2")]
    [InlineData("Content-Length: 2.0")]
    [InlineData("Content-Length: 2\0")]
    [InlineData("Content-Length: 99999999999999999999")]
    [InlineData("Content-Length: 9223372036854775808")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 2")]
    [InlineData("Content-Length: 2\r\nTransfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: chunked, chunked")]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: gzip, chunked")]
    [InlineData("Transfer-Encoding: identity")]
    [InlineData("Transfer-Encoding: gzip")]
    [InlineData("Transfer-Encoding: xchunked")]
    [InlineData("Transfer-Encoding:")]
    public void Framing_Invalid_Throws(string lines) => AssertInvalid($"{Ok}{lines}\r\n\r\n");

    [Theory]
    [InlineData(204, "Content-Length: 2")]
    [InlineData(204, "Transfer-Encoding: chunked")]
    [InlineData(100, "Content-Length: 2")]
    [InlineData(103, "Transfer-Encoding: chunked")]
    public void Framing_StatusWithoutBody_Throws(int status, string line) => AssertInvalid($"HTTP/1.1 {status} X\r\n{line}\r\n\r\n");

    [Theory]
    [InlineData("GET", "200 OK", "Content-Length: 2", BodyFraming.Length)]
    [InlineData("GET", "200 OK", "Content-Length: 0", BodyFraming.None)]
    [InlineData("GET", "200 OK", "Transfer-Encoding: chunked", BodyFraming.Chunked)]
    [InlineData("GET", "200 OK", "X: y", BodyFraming.UntilClose)]
    [InlineData("HEAD", "200 OK", "Content-Length: 2", BodyFraming.None)]
    [InlineData("HEAD", "200 OK", "X: y", BodyFraming.None)]
    [InlineData("GET", "204 No", "X: y", BodyFraming.None)]
    [InlineData("GET", "304 No", "Content-Length: 2", BodyFraming.None)]
    internal void Framing_OfBody_DependsOnMethodStatusAndHeaders(string method, string status, string line, BodyFraming framing) =>
        Assert.Equal(framing, Parse($"HTTP/1.1 {status}\r\n{line}\r\n\r\n").FramingFor(method));

    [Fact]
    public void Headers_AtMost100_AreAccepted()
    {
        var headers = string.Concat(Enumerable.Range(0, ResponseHeadParser.MaxHeaders).Select(i => $"X-{i}: 1\r\n"));

        Assert.Equal(100, Parse($"{Ok}{headers}\r\n").Headers.Count);
        AssertInvalid($"{Ok}{headers}X-More: 1\r\n\r\n");
    }

    // Every way of splitting the input in two finds the same end.
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nA: b\r\n\r\nrest")]
    [InlineData("HTTP/1.1 200 OK\nA: b\n\nrest")]
    [InlineData("HTTP/1.1 200 OK\r\nA: b\n\r\nrest\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: b\r\n\r")]
    public void FindEnd_AnySplit_ReturnsTheSame(string text)
    {
        var data = Encoding.Latin1.GetBytes(text);
        var none = 0;
        var expected = ResponseHeadParser.FindEnd(data, ref none);

        for (var split = 0; split <= data.Length; split++)
        {
            var scanned = 0;
            var end = ResponseHeadParser.FindEnd(data.AsSpan(0, split), ref scanned);
            Assert.Equal(expected, end >= 0 ? end : ResponseHeadParser.FindEnd(data, ref scanned));
        }
    }

    [Fact]
    public void Parse_RandomMutations_ThrowsNothingElse()
    {
        var random = new Random(12);
        byte[][] seeds =
        [
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: 12\r\n\r\n"u8.ToArray(),
            "HTTP/1.0 404 No\nTransfer-Encoding: chunked\nX: a\n b\n\n"u8.ToArray(),
            "HTTP/1.1 204 No\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\n\r\n"u8.ToArray(),
        ];
        var head = new ResponseHead();

        for (var i = 0; i < 200_000; i++)
        {
            var data = Mutations.Of(seeds[random.Next(seeds.Length)], random);
            try
            {
                var scanned = 0;
                var end = ResponseHeadParser.FindEnd(data, ref scanned);
                if (end >= 0)
                {
                    ResponseHeadParser.Parse(data.AsSpan(0, end), head);
                    Assert.InRange(head.Status, 100, 999);
                    Assert.All(head.Headers, header => Assert.DoesNotContain(header.Value, c => c is '\r' or '\n' or '\0'));
                }
            }
            catch (ResponseProtocolException)
            {
            }
        }
    }

    private static ResponseHead Parse(string text)
    {
        var head = new ResponseHead();
        ResponseHeadParser.Parse(Encoding.Latin1.GetBytes(text), head);
        return head;
    }

    private static void AssertInvalid(string text) => Assert.Throws<ResponseProtocolException>(() => Parse(text));
}
