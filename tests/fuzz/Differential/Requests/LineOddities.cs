namespace ZipkinMesh.Fuzz.Differential.Requests;

/// <summary>Lists the forms of the request line and of line ends.</summary>
internal static class LineOddities
{
    private static readonly (string Name, string Value)[] Targets =
    [
        ("absolute", "http://other.test/a"), ("absolute-upper", "HTTP://OTHER.test/a"), ("absolute-https", "https://other.test/a"), ("absolute-no-path", "http://other.test"), ("absolute-query", "http://other.test?a"),
        ("absolute-user", "http://u:p@other.test/a"), ("absolute-port", "http://other.test:99999/a"), ("absolute-empty-host", "http:///a"), ("other-scheme", "ftp://other.test/a"), ("star", "*"), ("authority", "other.test:80"), ("empty-path", "?a"),
        ("relative", "a"), ("double-slash", "//a"), ("dots", "/../a"), ("escaped-dots", "/%2e%2e/a"), ("escaped-slash", "/a%2fb"), ("escaped-nul", "/a%00b"), ("bad-escape", "/a%zz"), ("fragment", "/a#b"), ("backslash", "/a\\b"),
        ("tab", "/a\tb"), ("control", "/a\u0001b"), ("delete", "/a\u007fb"), ("high-byte", "/a\u00e9b"), ("raw-cr", "/a\rb"), ("nul", "/a\0b"), ("quote", "/a\"b"), ("angle", "/<a>"), ("brackets", "/a[b]"), ("braces", "/{a}|^`"), ("space", "/a b"),
        ("question-marks", "/a?b?c"), ("semicolon", "/a;b=c"), ("at", "/@other.test/"), ("scheme-in-path", "/http://other.test/"), ("long", "/" + new string('a', 9000)),
    ];

    private static readonly (string Name, string Value)[] Versions =
    [
        ("1.0", " HTTP/1.0"), ("0.9", ""), ("1.2", " HTTP/1.2"), ("2.0", " HTTP/2.0"), ("1.01", " HTTP/1.01"), ("lower", " http/1.1"), ("no-dot", " HTTP/11"), ("tab", "\tHTTP/1.1"), ("two-spaces", "  HTTP/1.1"), ("trailing-space", " HTTP/1.1 "),
        ("other", " ICAP/1.1"), ("cut", " HTTP/1."), ("extra", " HTTP/1.1 x"),
    ];

    private static readonly string[] Methods = ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "HEAD", "PROPFIND", "get", "G3T", "GE-T", "M!#$%&'*+-.^_`|~", "CONNECT", "PRI"];

    private static readonly (string Name, string Value)[] BadMethods = [("colon", "GE:T"), ("at", "G@T"), ("high-byte", "G\u00e9T"), ("tab", "GET\t"), ("empty", ""), ("nul", "G\0T"), ("long", new string('A', 300)), ("brace", "{GET}")];

    public static IEnumerable<Oddity> All =>
    [
        .. Targets.Select(form => new Oddity($"target/{form.Name}", request => request.Target = form.Value)),
        .. Versions.Select(form => new Oddity($"version/{form.Name}", request => request.Version = form.Value)),
        .. Methods.Select(method => new Oddity($"method/{method}", request => request.Method = method)),
        .. BadMethods.Select(form => new Oddity($"method/{form.Name}", request => request.Method = form.Value)),
        new("target/connect-authority", request => (request.Method, request.Target) = ("CONNECT", "other.test:80"), Framing.None),
        new("target/options-star", request => (request.Method, request.Target) = ("OPTIONS", "*"), Framing.None),
        new("before/crlf", request => request.Before = "\r\n"),
        new("before/two-crlf", request => request.Before = "\r\n\r\n"),
        new("before/lf", request => request.Before = "\n"),
        new("before/space", request => request.Before = " "),
        new("before/nul", request => request.Before = "\0"),
        new("before/byte-order-mark", request => request.Before = "\u00ef\u00bb\u00bf"),
        new("line-end/lf", request => request.LineEnd = "\n"),
        new("line-end/cr", request => request.LineEnd = "\r"),
        new("line-end/cr-cr-lf", request => request.LineEnd = "\r\r\n"),
        new("line-end/mixed", request => request.Lines[0] += "\nx-mixed: 1"),
    ];
}
