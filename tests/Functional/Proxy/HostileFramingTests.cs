namespace ZipkinMesh.Tests.Proxy;

/// <summary>
/// Tests that requests whose end or whose version is in doubt get Envoy's status, and reach no upstream. Rows as in
/// <see cref="HostileInputTests"/>.
/// </summary>
public sealed class HostileFramingTests(HostileInputProxy proxy) : IClassFixture<HostileInputProxy>
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\n";
    private const string Post = "POST / HTTP/1.1\r\nHost: a\r\n";
    private const string Chunks = "5\r\nhello\r\n0\r\n\r\n";

    [Theory]
    [InlineData("+5")]
    [InlineData("-0")]
    [InlineData("-5")]
    [InlineData("0x5")]
    [InlineData("5,5")]
    [InlineData("5, 5")]
    [InlineData("5 5")]
    [InlineData("5;")]
    [InlineData("5.0")]
    [InlineData("5e0")]
    [InlineData("five")]
    [InlineData("'5'")]
    [InlineData("\u00b5")]
    [InlineData("5\u00a0")]
    [InlineData("")]
    [InlineData("99999999999999999999")]
    [InlineData("18446744073709551616")]
    [InlineData("5\r\nContent-Length: 5")]
    [InlineData("5\r\nContent-Length: 6")]
    [InlineData("5\r\nContent-Length:")]
    public Task ContentLength_NotDigits_Returns400(string value) => proxy.AssertRejectedAsync(Post + $"Content-Length: {value}\r\n\r\nhello", "400");

    [Theory]
    [InlineData("5 ")]
    [InlineData("\t5")]
    [InlineData("005")]
    public async Task ContentLength_DigitsAndSpacesAround_IsForwarded(string value) =>
        Assert.Equal("hello", (await proxy.ForwardAsync(Post + $"Content-Length: {value}\r\n\r\nhello")).Body);

    [Theory]
    [InlineData("chunked;a")]
    [InlineData("chunked,")]
    [InlineData(", chunked")]
    [InlineData("gzip, chunked")]
    [InlineData("chunked, gzip")]
    [InlineData("chunked,chunked")]
    [InlineData("identity, chunked")]
    [InlineData("identity")]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("trailers")]
    [InlineData("\"chunked\"")]
    [InlineData("x chunked")]
    [InlineData("chunke")]
    [InlineData("xchunked")]
    [InlineData("\u00a0chunked")]
    [InlineData("chunked\u00ff")]
    [InlineData("")]
    [InlineData("chunked\r\nTransfer-Encoding: chunked")]
    [InlineData("gzip\r\nTransfer-Encoding: chunked")]
    [InlineData("chunked\r\nTransfer-Encoding: identity")]
    public async Task TransferEncoding_OtherThanChunked_Returns501(string value)
    {
        await proxy.AssertRejectedAsync(Post + $"Transfer-Encoding: {value}\r\n\r\n" + Chunks, "501");
        await proxy.AssertRejectedAsync(Get + $"Transfer-Encoding: {value}\r\n\r\n", "501");
    }

    [Theory]
    [InlineData("chunked")]
    [InlineData("cHuNkEd")]
    [InlineData(" chunked\t")]
    public async Task TransferEncoding_Chunked_IsForwarded(string value) =>
        Assert.Equal("hello", (await proxy.ForwardAsync(Post + $"Transfer-Encoding: {value}\r\n\r\n" + Chunks)).Body);

    [Theory]
    [InlineData("chunked")]
    [InlineData("identity")]
    [InlineData("gzip")]
    [InlineData("")]
    public async Task Framing_TransferEncodingAndContentLength_Returns400(string value)
    {
        await proxy.AssertRejectedAsync(Post + $"Content-Length: 5\r\nTransfer-Encoding: {value}\r\n\r\n" + Chunks, "400");
        await proxy.AssertRejectedAsync(Post + $"Transfer-Encoding: {value}\r\nContent-Length: 0\r\n\r\n" + Chunks, "400");
    }

    [Theory]
    [InlineData("Transfer-Encoding : chunked")]
    [InlineData("Transfer-Encoding\t: chunked")]
    [InlineData(" Transfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding:\r\n chunked")]
    [InlineData("Content-Length : 5")]
    [InlineData("X-A: b\r\n c")]
    [InlineData("NoColon")]
    [InlineData(": v")]
    public Task HeaderLine_Malformed_Returns400(string line) => proxy.AssertRejectedAsync(Post + line + "\r\n\r\n" + Chunks, "400");

    [Theory]
    [InlineData("GET / HTTP/1.0\r\nHost: a\r\n\r\n", "426")]
    [InlineData("GET / HTTP/1.0\r\n\r\n", "426")]
    [InlineData("GET http://a/ HTTP/1.0\r\n\r\n", "426")]
    [InlineData("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n", "426")]
    [InlineData("POST / HTTP/1.0\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", "426")]
    [InlineData("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + Chunks, "426")]
    [InlineData("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n" + Chunks, "501")]
    [InlineData("POST / HTTP/1.0\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + Chunks, "400")]
    [InlineData("GET /\r\n\r\n", "400")]
    [InlineData("GET / HTTP/1.2\r\nHost: a\r\n\r\n", "505")]
    [InlineData("GET / HTTP/2.0\r\nHost: a\r\n\r\n", "505")]
    [InlineData("GET / http/1.1\r\nHost: a\r\n\r\n", "505")]
    public Task Version_OtherThan11_IsRejected(string request, string status) => proxy.AssertRejectedAsync(request, status);
}
