namespace ZipkinMesh.Fuzz.Differential.Requests;

/// <summary>Lists the forms of headers, pseudo-headers and trailers in HTTP/2.</summary>
internal static class Http2HeaderOddities
{
    // The control characters, delimiters, letters in upper case, and bytes above ASCII.
    private static readonly int[] Characters = [0, 1, 7, 8, 9, 10, 11, 13, 27, 31, 32, 34, 40, 41, 44, 47, 58, 59, 64, 91, 92, 123, 125, 127, 128, 200, 255];

    private static readonly string[] PseudoHeaders = [":method", ":scheme", ":authority", ":path"];

    private static readonly string[] UnknownPseudoHeaders = [":status", ":protocol", ":foo", ":", ":Path", ":host"];

    private static readonly (string Name, string Value)[] Headers =
    [
        ("connection", "close"), ("connection", "keep-alive"), ("connection", "x-a"), ("connection", "upgrade"), ("keep-alive", "timeout=5"), ("proxy-connection", "keep-alive"), ("transfer-encoding", "chunked"),
        ("transfer-encoding", "identity"), ("transfer-encoding", "gzip"), ("upgrade", "websocket"), ("upgrade", "h2c"), ("te", "trailers"), ("te", "TRAILERS"), ("te", "gzip"), ("te", "trailers, gzip"), ("te", ""),
        ("X-Upper", "1"), ("x-Upper", "1"), ("Content-Length", "1"), ("HOST", "1"), ("x-a", " 1"), ("x-a", "1 "), ("x-a", "\t1"), ("x-a", "1\t"), ("x-a", ""), ("", "1"), ("host", "case.test"), ("host", "other.test"), ("host", "a b"),
        ("expect", "100-continue"), ("trailer", "x-t"), ("http2-settings", "AAMAAABk"), ("x-big", new string('a', 15_000)),
    ];

    private static readonly string[] Lengths = ["abc", "-1", "+3", "3 ", " 3", "3,3", "0x3", "99999999999999999999", "", "3;", "03", "2", "4", "0"];

    private static readonly (string Name, string Value)[] Trailers =
    [
        ("x-t", "1"), ("content-length", "5"), ("transfer-encoding", "chunked"), ("host", "other"), ("te", "gzip"), ("connection", "close"), ("X-Up", "1"), ("x-t", "a\0b"), ("x-t", "a\r\nb: c"), ("x t", "1"), ("x\nt", "1"), ("", "1"),
        (":path", "/other"), (":status", "200"), ("trailer", "x"),
    ];

    private static readonly (string Name, string[] Values)[] PseudoValues =
    [
        (":path", ["*", "case", "http://other.test/a", "http://case.test/a", "//a", "/#", "/a#b", "/?a b", "/%00", "/..", "/\\", "?a", "/ HTTP/1.1\r\nx: y", "x:y", " /a", "/a ", "\t/a", "/a\t"]),
        (":method", ["get", "GET ", " GET", "G", "PRI", "CONNECT", "FOO", "GET / HTTP/1.1", "TRACE", "M-SEARCH", "PROPFIND", "OPTIONS", "HEAD", "DELETE"]),
        (":scheme", ["https", "HTTP", "Http", "ftp", "file", "1http", "ws"]),
        (":authority", [
            "a b", "a/b", "user@case.test", "user:pw@case.test", "case.test:abc", "case.test:99999", "[::1", "[::1]", "[::1]:80", "case.test,other", "case.test?x", "case.test#x", "a%20b", "-", "xn--a", "case.test:", "case_test", "case.test ", "case.test\t",
        ]),
    ];

    public static IEnumerable<Http2Oddity> All =>
    [
        .. Headers.Select(header => new Http2Oddity($"http2-header/{header.Name}={Shorten(header.Value)}", request => request.Headers.Add(header))),
        .. Headers.Select(header => new Http2Oddity($"http2-post/{header.Name}={Shorten(header.Value)}", request => Post(request, header))),
        .. Lengths.Select(length => new Http2Oddity($"http2-content-length/{length}", request => Post(request, ("content-length", length)))),
        .. Trailers.Select(trailer => new Http2Oddity($"http2-trailer/{Escape(trailer.Name)}={Escape(trailer.Value)}", request => WithTrailers(request, trailer))),
        .. Characters.SelectMany(WithCharacter),
        .. PseudoValues.SelectMany(form => form.Values.Select(value => new Http2Oddity($"http2-pseudo/{form.Name}={Escape(value)}", request => request.Set(form.Name, value)))),
        .. PseudoHeaders.SelectMany(Repeated),
        .. UnknownPseudoHeaders.Select(name => new Http2Oddity($"http2-pseudo/{name}", request => request.Pseudo.Add((name, "200")))),
        new("http2-content-length/get", request => request.Headers.Add(("content-length", "5"))),
        new("http2-content-length/no-body", request => { Post(request, ("content-length", "0")); request.Body = null; }),
        new("http2-content-length/twice-same", request => Post(request, ("content-length", "3"), ("content-length", "3"))),
        new("http2-content-length/twice-different", request => Post(request, ("content-length", "3"), ("content-length", "4"))),
        new("http2-host/only", request => WithHosts(request, "case.test")),
        new("http2-host/only-twice", request => WithHosts(request, "case.test", "other.test")),
        new("http2-method/options-star", request => { request.Set(":method", "OPTIONS"); request.Set(":path", "*"); }),
        new("http2-connect/tunnel", request => Connect(request, protocol: null)),
        new("http2-connect/websocket", request => Connect(request, "websocket")),
        new("http2-connect/unknown", request => Connect(request, "foo")),
        new("http2-header/hundred-and-one", request => request.Headers.AddRange(Enumerable.Range(0, 101).Select(i => ($"x-{i}", "1")))),
        new("http2-header/cookies", request => request.Headers.AddRange([("cookie", "a=1"), ("cookie", "b=2")])),
    ];

    private static IEnumerable<Http2Oddity> WithCharacter(int code)
    {
        var character = (char)code;
        yield return new($"http2-name/{code}", request => request.Headers.Add(($"x-{character}a", "1")));
        yield return new($"http2-value/{code}", request => request.Headers.Add(("x-a", $"1{character}2")));
        yield return new($"http2-path/{code}", request => request.Set(":path", $"/ca{character}se"));
        yield return new($"http2-method/{code}", request => request.Set(":method", $"GE{character}T"));
        yield return new($"http2-authority/{code}", request => request.Set(":authority", $"ca{character}se.test"));
        yield return new($"http2-scheme/{code}", request => request.Set(":scheme", $"ht{character}tp"));
    }

    private static IEnumerable<Http2Oddity> Repeated(string name)
    {
        yield return new($"http2-pseudo/{name}-missing", request => request.Pseudo.RemoveAll(header => header.Name == name));
        yield return new($"http2-pseudo/{name}-empty", request => request.Set(name, ""));
        yield return new($"http2-pseudo/{name}-twice", request => request.Pseudo.AddRange(request.Pseudo.FindAll(header => header.Name == name)));
        yield return new($"http2-pseudo/{name}-late", request => MoveToEnd(request, name));
    }

    private static void MoveToEnd(OddHttp2Request request, string name)
    {
        request.Headers.AddRange(request.Pseudo.FindAll(header => header.Name == name));
        request.Pseudo.RemoveAll(header => header.Name == name);
    }

    private static void Connect(OddHttp2Request request, string? protocol)
    {
        request.Set(":method", "CONNECT");
        if (protocol is null)
        {
            request.Pseudo.RemoveAll(header => header.Name is ":scheme" or ":path");
        }
        else
        {
            request.Pseudo.Add((":protocol", protocol));
        }

        request.Frames = () => request.Head(ends: false);
    }

    private static void Post(OddHttp2Request request, params IReadOnlyList<(string Name, string Value)> headers)
    {
        request.Post();
        request.Headers.AddRange(headers);
    }

    private static void WithHosts(OddHttp2Request request, params IEnumerable<string> hosts)
    {
        request.Pseudo.RemoveAll(header => header.Name == ":authority");
        request.Headers.AddRange(hosts.Select(host => ("host", host)));
    }

    private static void WithTrailers(OddHttp2Request request, (string Name, string Value) trailer)
    {
        request.Post();
        request.Trailers = [trailer];
    }

    private static string Shorten(string value) => value.Length > 30 ? "long" : Escape(value);

    private static string Escape(string text) => string.Concat(text.Select(c => c is > ' ' and < (char)0x7f ? $"{c}" : $"\\x{(int)c:x2}"));
}
