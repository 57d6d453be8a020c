using System.Globalization;

namespace ZipkinMesh.Proxy.Reporting.Otlp;

/// <summary>
/// Reads the parts of a URL in the tag <c>http.url</c>. It is what the client wrote, and its end may be cut, so it needs not be a valid URL.
/// <code>
/// http://service1:8000/trace/1?a=b     scheme http, host service1, port 8000, path /trace/1, query a=b
/// https://[::1]/                       scheme https, host ::1, port 443, path /
/// http:///trace/1                      no host: HTTP/1.0
/// </code>
/// </summary>
internal readonly struct SpanUrl
{
    private const string Separator = "://";

    // The keys whose values the conventions redact: they are secrets in links to clouds' storages.
    private static readonly string[] SecretKeys = ["AWSAccessKeyId", "Signature", "sig", "X-Goog-Signature"];

    public SpanUrl(string url)
    {
        var scheme = Math.Max(0, url.IndexOf(Separator, StringComparison.Ordinal));
        var rest = url.AsSpan(scheme == 0 ? 0 : scheme + Separator.Length);
        var end = rest.IndexOfAny('/', '?', '*') is var found and >= 0 ? found : rest.Length;
        var query = rest[end..].IndexOf('?');

        Scheme = url[..scheme];
        Authority = rest[..end].ToString();
        Path = (query < 0 ? rest[end..] : rest.Slice(end, query)).ToString();
        Query = query < 0 ? null : Redact(rest[(end + query + 1)..].ToString());
        (Host, Port) = Split(Authority, Scheme);
    }

    public string Scheme { get; }

    public string Authority { get; }

    public string Host { get; }

    public int Port { get; }

    public string Path { get; }

    public string? Query { get; }

    public string Full => $"{Scheme}{Separator}{Authority}{Path}{(Query is null ? "" : "?")}{Query}";

    private static (string Host, int Port) Split(string authority, string scheme)
    {
        // The colons of an IPv6 address are inside its brackets.
        var colon = authority.LastIndexOf(':');
        var hasPort = colon > authority.LastIndexOf(']')
            & int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port);
        var host = colon > authority.LastIndexOf(']') ? authority[..colon] : authority;
        return (host.Trim('[', ']'), hasPort ? port : scheme == "https" ? 443 : 80);
    }

    private static string Redact(string query) => Array.Exists(SecretKeys, key => query.Contains(key, StringComparison.Ordinal))
        ? string.Join('&', query.Split('&').Select(RedactPair))
        : query;

    private static string RedactPair(string pair) => pair.IndexOf('=') is >= 0 and var equals && SecretKeys.Contains(pair[..equals])
        ? $"{pair[..equals]}=REDACTED"
        : pair;
}
