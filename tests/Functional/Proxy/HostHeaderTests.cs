namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests that the host is forwarded as it came, or not at all.</summary>
public sealed class HostHeaderTests(HostileInputProxy proxy) : IClassFixture<HostileInputProxy>
{
    [Theory]
    [InlineData("xn--fiq228c.com")]
    [InlineData("A.B")]
    [InlineData("a:80")]
    [InlineData("a:65535")]
    [InlineData("a:0")]
    [InlineData("1.2.3.4:80")]
    [InlineData("[::1]")]
    [InlineData("[::1]:80")]
    [InlineData("a_b")]
    [InlineData("a.")]
    [InlineData("-a-")]
    public async Task Host_Header_IsForwardedByteForByte(string host)
    {
        var request = await proxy.ForwardAsync($"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n");

        Assert.Equal([host], request.All("host"));
    }

    [Theory]
    [InlineData("http://xn--fiq228c.com/", "xn--fiq228c.com")]
    [InlineData("http://A.B/x", "A.B")]
    [InlineData("http://b:80?x", "b:80")]
    [InlineData("http://[::1]:80/", "[::1]:80")]
    [InlineData("http://u:p@b/x", "b")]
    [InlineData("https://b", "b")]
    public async Task Host_AbsoluteTarget_ReplacesHeader(string target, string host)
    {
        var request = await proxy.ForwardAsync($"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n");

        Assert.Equal([host], request.All("host"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Host: a\r\nHost: a\r\n")]
    [InlineData("Host: a\r\nHost: b\r\n")]
    [InlineData("Host:\r\nHost: b\r\n")]
    [InlineData("Host: a,b\r\n")]
    [InlineData("Host: a b\r\n")]
    [InlineData("Host: u:p@a\r\n")]
    [InlineData("Host: a/b\r\n")]
    [InlineData("Host: a?b\r\n")]
    [InlineData("Host: a#b\r\n")]
    [InlineData("Host: a\\b\r\n")]
    [InlineData("Host: a<b>\r\n")]
    [InlineData("Host: a:x\r\n")]
    [InlineData("Host: a:-1\r\n")]
    [InlineData("Host: a:80:80\r\n")]
    [InlineData("Host: [::1\r\n")]
    [InlineData("Host: ::1\r\n")]
    [InlineData("Host: \u00e9.com\r\n")]
    [InlineData("Host: \u00c3\u00a9.com\r\n")]
    [InlineData("Host: a\r\n b\r\n")]
    public Task Host_NotOneName_Returns400(string headers) => proxy.AssertRejectedAsync($"GET / HTTP/1.1\r\n{headers}\r\n", "400");

    [Fact]
    public async Task Host_Punycode_IsInSpanAsSent()
    {
        await proxy.Environment.SendAsync("GET /x HTTP/1.1\r\nHost: xn--fiq228c.com\r\n\r\n");

        Assert.Equal("http://xn--fiq228c.com/x", (await proxy.Environment.Collector.TakeAsync()).Tags["http.url"]);
        await proxy.Environment.Upstream.TakeAsync();
    }
}
