using System.Text;
using ZipkinMesh.Proxy.Upstreams.Http1;

namespace ZipkinMesh.Tests.Proxy.Http1;

/// <summary>Tests the bytes of a request's head.</summary>
public sealed class RequestHeadWriterTests
{
    [Fact]
    public void Head_WithoutBody_HasHostFirstAndHeadersInOrder()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://10.0.0.1:8080/a?b");
        Add(request, ("x-other", "1"), ("Host", "a!b"), ("Cookie", "a=1"), ("Empty", ""));

        Assert.Equal(
            "GET /a?b HTTP/1.1\r\nHost: a!b\r\nx-other: 1\r\nCookie: a=1\r\nEmpty: \r\n\r\n",
            Write(request));
    }

    [Fact]
    public void Head_NonAsciiValue_IsWrittenAsLatin1()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://10.0.0.1/");
        Add(request, ("Host", "a"), ("X", "gr\u00fc\u00dfe"));

        Assert.Contains("X: gr\u00fc\u00dfe\r\n", Write(request), StringComparison.Ordinal);
    }

    [Fact]
    public void Head_WithoutHost_HasHostOfTheDestination()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://10.0.0.1:8080/");

        Assert.Equal("GET / HTTP/1.1\r\nHost: 10.0.0.1:8080\r\n\r\n", Write(request));
    }

    [Fact]
    public void Head_RepeatedValues_AreJoined()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://a/");
        request.Headers.TryAddWithoutValidation("X", ["a", "b"]);
        request.Headers.TryAddWithoutValidation("Cookie", ["a=1", "b=2"]);

        Assert.Equal("GET / HTTP/1.1\r\nHost: a\r\nX: a,b\r\nCookie: a=1; b=2\r\n\r\n", Write(request));
    }

    [Theory]
    [InlineData("GET", null, false, "")]
    [InlineData("POST", null, false, "Content-Length: 0\r\n")]
    [InlineData("POST", "0", false, "Content-Length: 0\r\n")]
    [InlineData("POST", "3", true, "Content-Length: 3\r\n")]
    [InlineData("POST", null, true, "Transfer-Encoding: chunked\r\n")]
    [InlineData("GET", null, true, "Transfer-Encoding: chunked\r\n")]
    public void Framing_OfBody_IsWrittenOnce(string method, string? length, bool hasBody, string expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "http://a/");
        request.Content = hasBody ? new StreamContent(new UnseekableBody()) : length is null ? null : new ByteArrayContent([]);
        if (length is not null)
        {
            request.Content!.Headers.TryAddWithoutValidation("Content-Length", length);
        }

        Assert.Equal($"{method} / HTTP/1.1\r\nHost: a\r\n{expected}\r\n", Write(request));
    }

    private static void Add(HttpRequestMessage request, params (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private static string Write(HttpRequestMessage request)
    {
        var head = new HeadBuffer(16);
        RequestHeadWriter.Write(ref head, request, request.RequestUri!.PathAndQuery, RequestHeadWriter.ContentLengthOf(request.Content));
        return Encoding.Latin1.GetString(head.Written.Span);
    }

    private sealed class UnseekableBody : MemoryStream
    {
        public override bool CanSeek => false;
    }
}
