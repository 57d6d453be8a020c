using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ZipkinMesh.Proxy.Http;

/// <summary>
/// Checks the method of a request. Envoy knows these methods of HTTP/1.1, and rejects all others unless it is configured to allow them
/// (<see href="https://github.com/envoyproxy/envoy/blob/v1.36.0/source/common/http/http1/balsa_parser.cc"/>).
/// In HTTP/2, any token is a method. One that differs from a known method only in case is rejected: it would be forwarded as that method.
/// </summary>
internal static class RequestMethod
{
    private static readonly FrozenSet<string> Known = FrozenSet.ToFrozenSet(
        [
            "ACL", "BIND", "CHECKOUT", "CONNECT", "COPY", "DELETE", "GET", "HEAD", "LINK", "LOCK", "MERGE", "MKACTIVITY", "MKCALENDAR", "MKCOL",
            "MOVE", "MSEARCH", "NOTIFY", "OPTIONS", "PATCH", "POST", "PROPFIND", "PROPPATCH", "PURGE", "PUT", "REBIND", "REPORT", "SEARCH",
            "SOURCE", "SUBSCRIBE", "TRACE", "UNBIND", "UNLINK", "UNLOCK", "UNSUBSCRIBE",
        ],
        StringComparer.Ordinal);

    /// <summary>Returns true when the protocol allows the method, and a CONNECT request names an authority and has no body length.</summary>
    public static bool IsAllowed(HttpContext context) => context.Request.Method switch
    {
        "GET" or "POST" => true,
        "CONNECT" => context.Request.ContentLength is null
            && context.Features.Get<IHttpRequestFeature>()!.RawTarget is var target
            && !target.Contains('/') && !target.Contains('?'),
        var method => Known.Contains(method)
            || (HttpProtocol.IsHttp2(context.Request.Protocol) && !Known.Contains(method.ToUpperInvariant())),
    };
}
