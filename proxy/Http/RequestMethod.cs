using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ZipkinMesh.Proxy.Http;

/// <summary>
/// Checks the method of a request. Envoy knows these methods, and rejects all others unless it is configured to allow them
/// (<see href="https://github.com/envoyproxy/envoy/blob/v1.36.0/source/common/http/http1/balsa_parser.cc"/>).
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

    /// <summary>Returns true when the method is known, and a CONNECT request names an authority and has no body length.</summary>
    public static bool IsAllowed(HttpContext context) => context.Request.Method switch
    {
        "GET" or "POST" => true,
        "CONNECT" => context.Request.ContentLength is null
            && context.Features.Get<IHttpRequestFeature>()!.RawTarget is var target
            && !target.Contains('/') && !target.Contains('?'),
        var method => Known.Contains(method),
    };
}
