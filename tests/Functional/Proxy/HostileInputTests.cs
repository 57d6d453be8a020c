using System.Globalization;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>
/// Tests that malformed requests get Envoy's status, reach no upstream and make no span. Each row was observed on Envoy 1.40; where
/// Kestrel answers before the proxy does, with another status of the same meaning, the row has Kestrel's.
/// </summary>
public sealed class HostileInputTests(HostileInputProxy proxy) : IClassFixture<HostileInputProxy>
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\n";
    private const string Post = "POST / HTTP/1.1\r\nHost: a\r\n";
    private const string Chunks = "5\r\nhello\r\n0\r\n\r\n";

    // {0} is where a byte goes.
    private static readonly string[] Targets = ["GET /a{0}b HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a?x{0}b HTTP/1.1\r\nHost: a\r\n\r\n"];

    private static readonly string[] Values =
    [
        Get + "X-A: a{0}b\r\n\r\n", Get + "X-A: {0}b\r\n\r\n", Get + "X-A: b{0}\r\n\r\n", Get + "X-Request-Id: a{0}b\r\n\r\n",
        Get + "X-B3-TraceId: a{0}b\r\n\r\n", Get + "b3: a{0}b\r\n\r\n", Get + "User-Agent: a{0}b\r\n\r\n", Get + "Connection: a{0}b\r\n\r\n",
        Get + "Cookie: a{0}b\r\n\r\n", "GET / HTTP/1.1\r\nHost: a{0}b\r\n\r\n", Post + "Content-Length: 5{0}\r\n\r\nhello",
        Post + "Transfer-Encoding: chunked{0}\r\n\r\n" + Chunks, Post + "Transfer-Encoding: {0}chunked\r\n\r\n" + Chunks,
    ];

    private static readonly string[] Names = [Get + "X{0}A: b\r\n\r\n", Get + "{0}A: b\r\n\r\n", Get + "A{0}: b\r\n\r\n"];

    // All but the end of a line, and all but the tab, which values may contain.
    private static readonly int[] ControlBytes = [.. Enumerable.Range(0, 0x20).Except(['\n']), 0x7f];

    public static MatrixTheoryData<string, int> TargetBytes { get; } =
        new(Targets, [.. ControlBytes.Except(['\r']), ' ', '#', 0x80, 0x85, 0xa0, 0xc3, 0xff]);

    public static MatrixTheoryData<string, int> ValueBytes { get; } = new(Values, [.. ControlBytes.Except(['\t'])]);

    public static MatrixTheoryData<string, int> NameBytes { get; } =
        new(Names, [.. ControlBytes, .. "\"(),/;<=>?@[\\]{} ".Select(c => (int)c), 0x80, 0xc3, 0xff]);

    [Theory]
    [MemberData(nameof(TargetBytes))]
    [MemberData(nameof(ValueBytes))]
    [MemberData(nameof(NameBytes))]
    public Task Byte_NotAllowedThere_Returns400(string request, int code) =>
        proxy.AssertRejectedAsync(string.Format(CultureInfo.InvariantCulture, request, (char)code), "400");

    [Theory]
    [InlineData('\t')]
    [InlineData('"')]
    [InlineData(0x80)]
    [InlineData(0xff)]
    public async Task HeaderValue_OtherByte_IsForwarded(int code) =>
        Assert.Equal($"a{(char)code}b", (await proxy.ForwardAsync(Get + $"X-A: a{(char)code}b\r\n\r\n"))["x-a"]);

    [Theory]
    [InlineData("X!#$%&'*+-.^_`|~9: b")]
    [InlineData("x_under: 1")]
    public async Task HeaderName_AnyToken_IsForwarded(string header) =>
        Assert.Equal(header.Split(": ")[1], (await proxy.ForwardAsync(Get + header + "\r\n\r\n"))[header.Split(": ")[0]]);

    [Theory]
    [InlineData("get")]
    [InlineData("FOO")]
    [InlineData("BREW")]
    [InlineData("QUERY")]
    [InlineData("PRI")]
    [InlineData("CONNECTX")]
    [InlineData("connect")]
    [InlineData("GET1")]
    [InlineData("GE-T")]
    [InlineData("!")]
    [InlineData("GE(T")]
    public Task Method_Unknown_Returns400(string method) => proxy.AssertRejectedAsync($"{method} / HTTP/1.1\r\nHost: a\r\n\r\n", "400");

    [Theory]
    [InlineData("/", "a:443")]
    [InlineData("/x", "a:443")]
    [InlineData("//b/x", "a:443")]
    [InlineData("http://a/", "a")]
    [InlineData("http://a:443", "a:443")]
    [InlineData("a:443", "b")]
    [InlineData("a", "a:443")]
    [InlineData(":443", "a:443")]
    [InlineData("a:443/x", "a:443")]
    [InlineData("a@b:443", "b:443")]
    [InlineData("a:443", "a:443\r\nContent-Length: 5")]
    public Task Connect_NotAnAuthority_Returns400(string target, string host) =>
        proxy.AssertRejectedAsync($"CONNECT {target} HTTP/1.1\r\nHost: {host}\r\n\r\n", "400");

    [Theory]
    [InlineData("b/x")]
    [InlineData("?a")]
    [InlineData("ftp://b/x")]
    [InlineData("http:///x")]
    [InlineData("http://b:/x")]
    [InlineData("http://b:99999/x")]
    [InlineData("http://b:x/x")]
    [InlineData("http://a_b/x")]
    [InlineData("http://[::1]x/")]
    [InlineData("http://b/x#f")]
    [InlineData("http://b#f")]
    [InlineData("/a b")]
    public Task Target_NotAllowed_Returns400(string target) => proxy.AssertRejectedAsync($"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n", "400");

    [Theory]
    [InlineData("foo")]
    [InlineData("TLS/1.0")]
    [InlineData("SPDY/3.1")]
    [InlineData("HTTP/2.0")]
    [InlineData("websocket, h2c")]
    [InlineData("websocket,foo")]
    [InlineData("websocket/13")]
    [InlineData("foo\r\nUpgrade: websocket")]
    [InlineData("websocket\r\nUpgrade: foo")]
    [InlineData("")]
    public async Task Upgrade_OtherThanWebSocket_Returns403(string protocol)
    {
        await proxy.AssertRejectedAsync(Get + $"Connection: Upgrade\r\nUpgrade: {protocol}\r\n\r\n", "403");
        await proxy.AssertRejectedAsync(Get + $"Connection: keep-alive\r\nConnection: x, upgrade\r\nUpgrade: {protocol}\r\n\r\n", "403");
        await proxy.AssertRejectedAsync(Post + $"Connection: Upgrade, close\r\nUpgrade: {protocol}\r\nContent-Length: 5\r\n\r\nhello", "403");
    }

    [Theory]
    [InlineData("Connection: Upgrade\r\nUpgrade: h2c")]
    [InlineData("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAA")]
    [InlineData("Connection: keep-alive\r\nUpgrade: foo")]
    [InlineData("Upgrade: foo")]
    [InlineData("Connection: Upgrade")]
    public async Task Upgrade_Ignored_IsForwardedWithoutIt(string headers) =>
        Assert.Null((await proxy.ForwardAsync(Get + headers + "\r\n\r\n"))["upgrade"]);

    [Fact]
    public async Task Request_AfterAllOthers_IsForwarded() => Assert.Equal("/trace/1", (await proxy.ForwardAsync(RawRequest.Get("/trace/1"))).Target);

    [Fact]
    public async Task Rejection_Response_IsEnvoys()
    {
        var response = await proxy.Environment.SendAsync(Get + "X-A: a\u0001b\r\nX-Request-Id: a\u0001b\r\n\r\n");

        Assert.Equal(("HTTP/1.1 400 Bad Request", "Bad Request"), (response.StartLine, response.Body));
        Assert.Equal(("text/plain", "yarp", "close"), (response["content-type"], response["server"], response["connection"]));
        Assert.Null(response["x-request-id"]);
    }
}
