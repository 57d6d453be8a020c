namespace ZipkinMesh.Fuzz.Differential.Requests;

/// <summary>Lists the forms of Content-Length, Transfer-Encoding and chunks.</summary>
internal static class FramingOddities
{
    private static readonly (string Name, string Value)[] Lengths =
    [
        ("plus", "+{0}"), ("minus-zero", "-0"), ("minus", "-1"), ("empty", ""), ("blank", " "), ("hex", "0x{0}"), ("leading-zeros", "000{0}"), ("twice-in-line", "{0}, {0}"),
        ("different-in-line", "{0}, 0"), ("decimal", "{0}.0"), ("exponent", "{0}e0"), ("nul-after", "{0}\0"), ("form-feed-after", "{0}\f"), ("vertical-tab-before", "\v{0}"), ("tab-before", "\t{0}"),
        ("tab-after", "{0}\t"), ("space-inside", "1 0"), ("semicolon", "{0};"), ("quoted", "\"{0}\""), ("64-bit-overflow", "18446744073709551616"), ("32-bit-overflow", "4294967296"),
        ("high-byte", "{0}\u00b2"), ("comma-before", ",{0}"), ("comma-after", "{0},"), ("fold", "{0}\r\n "), ("short", "5"), ("zero", "0"),
    ];

    private static readonly (string Name, string Value)[] Codings =
    [
        ("upper", "CHUNKED"), ("mixed", "Chunked"), ("identity", "identity"), ("gzip-chunked", "gzip, chunked"), ("chunked-gzip", "chunked, gzip"), ("chunked-chunked", "chunked, chunked"),
        ("chunked-identity", "chunked, identity"), ("identity-chunked", "identity, chunked"), ("empty", ""), ("comma-before", ", chunked"), ("comma-after", "chunked,"), ("parameter", "chunked;q=1"), ("quoted", "\"chunked\""),
        ("tab-before", "\tchunked"), ("tab-after", "chunked\t"), ("vertical-tab", "\vchunked"), ("form-feed-after", "chunked\f"), ("nul-after", "chunked\0"), ("prefix", "xchunked"), ("suffix", "chunkedx"),
        ("blank-inside", "chun ked"), ("high-byte", "chunked\u00a0"), ("fold", "\r\n chunked"), ("deflate", "deflate"), ("lf-before", "\nchunked"),
    ];

    private static readonly (string Name, Func<string, string> Body)[] Chunks =
    [
        ("extension", p => $"{p.Length:x};a=b\r\n{p}\r\n0\r\n\r\n"), ("extension-quoted", p => $"{p.Length:x};a=\"b\"\r\n{p}\r\n0\r\n\r\n"), ("extension-lf", p => $"{p.Length:x};a\nb\r\n{p}\r\n0\r\n\r\n"),
        ("extension-cr", p => $"{p.Length:x};a\rb\r\n{p}\r\n0\r\n\r\n"), ("extension-nul", p => $"{p.Length:x};\0\r\n{p}\r\n0\r\n\r\n"), ("upper", p => $"{p.Length:X}\r\n{p}\r\n0\r\n\r\n"),
        ("prefix-0x", p => $"0x{p.Length:x}\r\n{p}\r\n0\r\n\r\n"), ("plus", p => $"+{p.Length:x}\r\n{p}\r\n0\r\n\r\n"), ("minus", p => $"-{p.Length:x}\r\n{p}\r\n0\r\n\r\n"), ("leading-zeros", p => $"0000{p.Length:x}\r\n{p}\r\n0\r\n\r\n"),
        ("many-zeros", p => $"{new string('0', 40)}{p.Length:x}\r\n{p}\r\n0\r\n\r\n"), ("overflow-64", p => $"10000000000000000{p.Length:x}\r\n{p}\r\n0\r\n\r\n"), ("overflow-32", p => $"100000000\r\n{p}\r\n0\r\n\r\n"),
        ("space-before", p => $" {p.Length:x}\r\n{p}\r\n0\r\n\r\n"), ("space-after", p => $"{p.Length:x} \r\n{p}\r\n0\r\n\r\n"), ("tab-after", p => $"{p.Length:x}\t\r\n{p}\r\n0\r\n\r\n"), ("bare-lf-size", p => $"{p.Length:x}\n{p}\r\n0\r\n\r\n"),
        ("bare-lf-data", p => $"{p.Length:x}\r\n{p}\n0\r\n\r\n"), ("bare-lf-end", p => $"{p.Length:x}\r\n{p}\r\n0\n\n"), ("bare-cr-size", p => $"{p.Length:x}\r{p}\r\n0\r\n\r\n"), ("no-line-end", p => $"{p.Length:x}\r\n{p}0\r\n\r\n"),
        ("long-data", p => $"{p.Length - 1:x}\r\n{p}\r\n0\r\n\r\n"), ("short-data", p => $"{p.Length + 1:x}\r\n{p}\r\n0\r\n\r\n"), ("empty-size", p => $"\r\n{p}\r\n0\r\n\r\n"), ("not-hex", p => $"xyz\r\n{p}\r\n0\r\n\r\n"),
        ("last-00", p => $"{p.Length:x}\r\n{p}\r\n00\r\n\r\n"), ("trailer", p => $"{p.Length:x}\r\n{p}\r\n0\r\nx-trailer: 1\r\n\r\n"), ("trailer-length", p => $"{p.Length:x}\r\n{p}\r\n0\r\nContent-Length: 5\r\n\r\n"),
        ("trailer-no-colon", p => $"{p.Length:x}\r\n{p}\r\n0\r\nx-trailer\r\n\r\n"), ("trailer-nul", p => $"{p.Length:x}\r\n{p}\r\n0\r\nx: \0\r\n\r\n"), ("zero-first", p => $"0\r\n\r\n{p}"), ("many", p => $"{string.Concat(p.Select(c => $"1\r\n{c}\r\n"))}0\r\n\r\n"),
        ("missing-end", p => $"{p.Length:x}\r\n{p}\r\n0\r\n"),
    ];

    public static IEnumerable<Oddity> All =>
    [
        .. Lengths.Select(form => new Oddity(
            $"content-length/{form.Name}",
            request => request.Set("Content-Length", $"Content-Length: {form.Value.Replace("{0}", $"{request.Payload.Length}", StringComparison.Ordinal)}"), Framing.Length)),
        .. Codings.Select(form => Oddity.Line($"transfer-encoding/{form.Name}", "Transfer-Encoding", $"Transfer-Encoding: {form.Value}", Framing.Chunked)),
        .. Chunks.Select(form => new Oddity($"chunk/{form.Name}", request => request.Body = form.Body(request.Payload), Framing.Chunked)),
        new("content-length/twice-same", request => request.Lines.Add($"Content-Length: {request.Payload.Length}"), Framing.Length),
        Oddity.Added("content-length/twice-different", "Content-Length: 0", Framing.Length),
        Oddity.Added("content-length/other-case", "CONTENT-LENGTH: 0", Framing.Length),
        Oddity.Added("content-length/space-before-colon", "Content-Length : 5", Framing.None),
        Oddity.Added("content-length/underscore", "Content_Length: 5", Framing.None),
        Oddity.Added("content-length/get", "Content-Length: 0", Framing.None),
        Oddity.Added("both/length-first", "Transfer-Encoding: chunked", Framing.Length),
        Oddity.Added("both/chunked-first", "Content-Length: 5", Framing.Chunked),
        Oddity.Added("both/zero-length", "Content-Length: 0", Framing.Chunked),
        Oddity.Added("both/length-identity", "Transfer-Encoding: identity", Framing.Length),
        Oddity.Added("both/length-unknown", "Transfer-Encoding: x", Framing.Length),
        Oddity.Added("both/space-before-colon", "Transfer-Encoding : chunked", Framing.Length),
        Oddity.Added("both/underscore", "Transfer_Encoding: chunked", Framing.Length),
        Oddity.Added("both/leading-blank", " Transfer-Encoding: chunked", Framing.Length),
        Oddity.Added("both/hidden-by-cr", "x: y\rTransfer-Encoding: chunked", Framing.Length),
        Oddity.Added("both/hidden-by-lf", "x: y\nTransfer-Encoding: chunked", Framing.Length),
        Oddity.Added("transfer-encoding/twice", "Transfer-Encoding: chunked", Framing.Chunked),
        Oddity.Added("transfer-encoding/twice-identity", "Transfer-Encoding: identity", Framing.Chunked),
        Oddity.Line("transfer-encoding/space-before-colon", "Transfer-Encoding", "Transfer-Encoding : chunked", Framing.Chunked),
        new("transfer-encoding/http-1.0", request => request.Version = " HTTP/1.0", Framing.Chunked),
        new("body/none-announced", request => request.Lines.RemoveAll(line => line.StartsWith("Content-Length", StringComparison.Ordinal)), Framing.Length),
        new("body/get", request => request.Method = "GET", Framing.Length),
        new("body/get-chunked", request => request.Method = "GET", Framing.Chunked),
        new("body/head", request => request.Method = "HEAD", Framing.Length),
        new("body/delete", request => request.Method = "DELETE", Framing.Length),
    ];
}
