using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>
/// Decides which requests are forwarded. Kestrel accepts more than Envoy does, and what this proxy doesn't forward can't harm an upstream.
/// </summary>
/// <remarks>
/// The statuses are Envoy's, each of them observed on Envoy 1.40:
/// <code>
/// 400   control characters, other characters in names and targets, unknown methods, ambiguous framing, Connection naming Host; in HTTP/2,
///       headers of a connection, no authority
/// 501   Transfer-Encoding other than chunked
/// 426   HTTP/1.0
/// 403   an upgrade to another protocol than WebSocket
/// </code>
/// </remarks>
internal static class RequestCheck
{
    /// <summary>Returns the reply to a request that isn't forwarded; null for one that is.</summary>
    /// <param name="stream">The request, whose headers have been read.</param>
    /// <param name="isOwnListener">False in an app with endpoints of its own, whose server decides on versions and methods.</param>
    public static LocalReply? Check(StreamInfo stream, bool isOwnListener)
    {
        var context = stream.Context;
        var headers = context.Request.Headers;
        if (!stream.Headers.AreValid)
        {
            return headers.Any(static header => RequestHeaders.HasControlCharacters(header.Value)) ? LocalReply.InvalidCharacters : LocalReply.BadRequest;
        }

        if (HttpProtocol.IsHttp2(context.Request.Protocol) && !Http2RequestCheck.IsValid(headers))
        {
            return LocalReply.MalformedHttp2;
        }

        if (RequestFraming.IsAmbiguous(headers))
        {
            return LocalReply.AmbiguousFraming;
        }

        if (!RequestTarget.IsValid(context) || (isOwnListener && !RequestMethod.IsAllowed(context)))
        {
            return LocalReply.BadRequest;
        }

        if (!RequestFraming.IsSupported(headers))
        {
            return LocalReply.NotImplemented;
        }

        if (isOwnListener && HttpProtocol.IsHttp10(context.Request.Protocol))
        {
            return LocalReply.UpgradeRequired;
        }

        return headers.Upgrade.Count > 0 && IsForbiddenUpgrade(headers) ? LocalReply.UpgradeForbidden : null;
    }

    // Envoy ignores an upgrade to h2c, and rejects the others until they are configured. WebSockets are on here.
    private static bool IsForbiddenUpgrade(IHeaderDictionary headers) =>
        !(headers.Upgrade.Count == 1
            && ("websocket".Equals(headers.Upgrade[0], StringComparison.OrdinalIgnoreCase) || "h2c".Equals(headers.Upgrade[0], StringComparison.OrdinalIgnoreCase)))
        && HopByHop.IsNamed("upgrade", string.Join(',', headers.Connection.AsEnumerable()));
}
