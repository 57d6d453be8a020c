namespace ZipkinMesh.Fuzz.Differential.Requests;

/// <summary>Lists the forms of Host, Connection, Upgrade and of any header.</summary>
internal static class HeaderOddities
{
    private static readonly (string Name, string Value)[] Hosts =
    [
        ("empty", ""), ("port", "a.test:80"), ("bad-port", "a:99999"), ("empty-port", "a:"), ("text-port", "a:b"), ("two-ports", "a:1:2"), ("user", "u@a.test"), ("path", "a.test/x"), ("query", "a?b"), ("fragment", "a#b"),
        ("space", "a b"), ("tab", "a\tb"), ("comma", "a, b"), ("two-dots", "a..b"), ("exclamation", "a!b"), ("underscore", "a_b"), ("percent", "a%41"), ("ipv6", "[::1]:80"), ("ipv6-open", "[::1"), ("punycode", "xn--fiq228c.com"),
        ("high-byte", "\u00e9.test"), ("upper", "A.TEST"), ("long", new string('a', 300)), ("backslash", "a\\b"), ("quote", "\"a\""), ("star", "*"), ("brace", "{a}"), ("trailing-dot", "a.test."), ("nul", "a\0b"), ("control", "a\u0001b"), ("delete", "a\u007fb"),
    ];

    private static readonly (string Name, string Value)[] Connections =
    [
        ("close", "close"), ("keep-alive", "keep-alive"), ("hop", "x-hop"), ("hop-keep-alive", "keep-alive, x-hop"), ("host", "host"), ("forwarded-for", "x-forwarded-for"), ("forwarded-proto", "x-forwarded-proto"), ("content-length", "content-length"),
        ("transfer-encoding", "transfer-encoding"), ("te", "te"), ("unknown", "x"), ("empty", ""), ("commas", ",,"), ("quoted", "\"close\""), ("close-keep-alive", "close, keep-alive"), ("case", "x-case"), ("upgrade", "upgrade"), ("pseudo", ":path"),
        ("control", "x\u0001"), ("request-id", "x-request-id"),
    ];

    private static readonly (string Name, string Line)[] Lines =
    [
        ("no-colon", "x-no-colon"), ("empty-name", ": x"), ("space-in-name", "x y: 1"), ("space-before-colon", "x-y : 1"), ("tab-before-colon", "x-y\t: 1"), ("leading-space", " x-y: 1"), ("fold", "x-y: 1\r\n 2"), ("fold-tab", "x-y: 1\r\n\t2"),
        ("high-byte-name", "x-\u00e9: 1"), ("nul-name", "x-\0: 1"), ("parenthesis-name", "x(y): 1"), ("at-name", "x@y: 1"), ("slash-name", "x/y: 1"), ("quote-name", "\"x\": 1"), ("underscore-name", "x_y: 1"), ("all-token-name", "!#$%&'*+-.^_`|~: 1"),
        ("pseudo-name", ":path: /other"), ("nul-value", "x-y: a\0b"), ("control-value", "x-y: a\u0001b"), ("delete-value", "x-y: a\u007fb"), ("tab-value", "x-y: a\tb"), ("cr-value", "x-y: a\rb"), ("cr-end-value", "x-y: a\r"), ("lf-value", "x-y: a\nb: c"),
        ("high-byte-value", "x-y: \u00e9"), ("escape-value", "x-y: \u001b[0m"), ("empty-value", "x-y:"), ("no-space", "x-y:1"), ("many-spaces", "x-y:    1   "), ("long-value", "x-y: " + new string('a', 20_000)), ("too-long-value", "x-y: " + new string('a', 70_000)),
        ("client-cert", "x-forwarded-client-cert: a"), ("forwarded-proto", "x-forwarded-proto: ftp"), ("original-path", "x-envoy-original-path: /other"), ("internal", "x-envoy-internal: true"), ("trace-id-control", "x-b3-traceid: a\u0001"),
        ("request-id-control", "x-request-id: a\u0001"), ("te", "TE: gzip"), ("te-trailers", "TE: trailers"), ("expect", "Expect: 200-ok"), ("expect-continue", "Expect: 100-continue"), ("proxy-connection", "Proxy-Connection: close"),
    ];

    public static IEnumerable<Oddity> All =>
    [
        .. Hosts.Select(form => Oddity.Line($"host/{form.Name}", "Host", $"Host: {form.Value}")),
        .. Connections.Select(form => new Oddity($"connection/{form.Name}", request => request.Lines.AddRange([$"Connection: {form.Value}", "x-hop: 1"]))),
        .. Lines.Select(form => Oddity.Added($"header/{form.Name}", form.Line)),
        new("host/none", request => request.Lines.RemoveAt(0)),
        Oddity.Added("host/twice", "Host: second.test"),
        Oddity.Added("host/twice-same", "Host: case.test"),
        Oddity.Line("host/space-before-colon", "Host", "Host : case.test"),
        Oddity.Line("host/no-space", "Host", "Host:case.test"),
        Oddity.Line("host/leading-space", "Host", " Host: case.test"),
        new("header/first-leading-space", request => request.Lines.Insert(0, " x-y: 1")),
        new("header/hundred-and-one", request => request.Lines.AddRange(Enumerable.Range(0, 99).Select(i => $"x-{i}: 1"))),
        new("header/ninety", request => request.Lines.AddRange(Enumerable.Range(0, 88).Select(i => $"x-{i}: 1"))),
        Upgrade("websocket", "websocket", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13"),
        Upgrade("h2c", "h2c", "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA"),
        Upgrade("other", "foo"),
        Upgrade("two", "websocket, h2c"),
        Oddity.Added("upgrade/without-connection", "Upgrade: websocket"),
        new("connection/two-lines", request => request.Lines.AddRange(["Connection: close", "Connection: x-hop", "x-hop: 1"])),
    ];

    private static Oddity Upgrade(string name, string protocol, params string[] lines) =>
        new($"upgrade/{name}", request => request.Lines.AddRange(["Connection: Upgrade", $"Upgrade: {protocol}", .. lines]), Framing.None);
}
