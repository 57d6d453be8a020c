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

    /// <summary>
    /// Returns "http" or "https": the scheme of an absolute target, else x-forwarded-proto, else the scheme of the connection.
    /// </summary>
    public static string SchemeOf(HttpContext context, in StringValues forwarded)
    {
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
}
