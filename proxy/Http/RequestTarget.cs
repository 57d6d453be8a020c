using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace ZipkinMesh.Proxy.Http;

/// <summary>
/// Reads the target of a request as the client wrote it, byte for byte. Kestrel's other properties are decoded and normalized.
/// <code>
/// GET /trace/../trace/1?a=b HTTP/1.1              -> /trace/../trace/1?a=b
/// GET http://other.test:81/trace/1 HTTP/1.1       -> /trace/1
/// GET HTTP://other.test HTTP/1.1                  -> /
/// </code>
/// </summary>
internal static class RequestTarget
{
    // Visible ASCII characters, without the one that begins a fragment (RFC 9112, 3.2).
    private static readonly SearchValues<char> AllowedCharacters =
        SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Where(code => code != '#').Select(code => (char)code)]);

    // The characters of a name or an IPv4 address. An IPv6 address stands in brackets.
    private static readonly SearchValues<char> HostCharacters =
        SearchValues.Create("-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Returns true when the target has only characters that a target can have, and its host, if any, is one.</summary>
    public static bool IsValid(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        return !target.AsSpan().ContainsAnyExcept(AllowedCharacters)
            && (target.StartsWith('/') || AuthorityOf(target) is not { IsEmpty: false } authority || IsHostAndPort(authority));
    }

    /// <summary>
    /// Returns the host as the client wrote it: that of an absolute target, else the Host header. Kestrel's properties decode Punycode.
    /// </summary>
    public static string HostOf(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        return AuthorityOf(target) is { IsEmpty: false } authority ? authority.ToString() : context.Request.Headers.Host.ToString();
    }

    /// <summary>Returns the path and the query.</summary>
    public static string PathOf(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (target.StartsWith('/'))
        {
            return target;
        }

        var scheme = target.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return target;
        }

        var path = target.AsSpan(scheme + 3).IndexOfAny('/', '?');
        return path < 0 ? "/"
            : target[scheme + 3 + path] == '?' ? "/" + target[(scheme + 3 + path)..]
            : target[(scheme + 3 + path)..];
    }

    /// <summary>Returns "http" or "https": the scheme of the connection, whatever a client of HTTP/2 says in <c>:scheme</c>.</summary>
    public static string ConnectionSchemeOf(HttpContext context) =>
        !HttpProtocol.IsHttp2(context.Request.Protocol) ? context.Request.Scheme
        : context.Features.Get<ITlsConnectionFeature>() is null ? "http"
        : "https";

    /// <summary>
    /// Returns "http" or "https". HTTP/1.1: the scheme of an absolute target, else x-forwarded-proto, else the scheme of the connection.
    /// HTTP/2: the client's <c>:scheme</c>.
    /// </summary>
    public static string SchemeOf(HttpContext context, in StringValues forwarded)
    {
        if (HttpProtocol.IsHttp2(context.Request.Protocol))
        {
            return context.Request.Scheme;
        }

        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (target.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return "https";
        }

        if (target.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            return "http";
        }

        return forwarded.Count != 1 ? context.Request.Scheme
            : string.Equals(forwarded[0], "https", StringComparison.OrdinalIgnoreCase) ? "https"
            : string.Equals(forwarded[0], "http", StringComparison.OrdinalIgnoreCase) ? "http"
            : context.Request.Scheme;
    }

    // The host and port of an absolute target, without the user's name; empty for other targets.
    private static ReadOnlySpan<char> AuthorityOf(string target)
    {
        if (target.StartsWith('/'))
        {
            return [];
        }

        var scheme = target.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return [];
        }

        var rest = target.AsSpan(scheme + 3);
        var end = rest.IndexOfAny('/', '?');
        var authority = end < 0 ? rest : rest[..end];
        return authority[(authority.LastIndexOf('@') + 1)..];
    }

    private static bool IsHostAndPort(ReadOnlySpan<char> authority)
    {
        var isAddress = authority.StartsWith('[');
        var end = isAddress ? authority.IndexOf(']') + 1 : authority.IndexOf(':') is var colon and >= 0 ? colon : authority.Length;
        var port = authority[end..];
        return (isAddress ? end > 0 : !authority[..end].ContainsAnyExcept(HostCharacters))
            && (port.IsEmpty || (port.Length > 1 && port[0] == ':' && !port[1..].ContainsAnyExceptInRange('0', '9')));
    }
}
