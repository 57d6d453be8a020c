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
/// 403   an upgrade to a protocol that the route or the listener doesn't allow
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
            return headers.Any(static header => HeaderValue.HasControlCharacters(header.Value)) ? LocalReply.InvalidCharacters : LocalReply.BadRequest;
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

        return stream.UpgradeType is { } type ? CheckUpgrade(type, stream) : null;
    }

    // YARP forwards no other protocol than WebSocket from HTTP/2.
    private static LocalReply? CheckUpgrade(string type, StreamInfo stream)
    {
        var isHttp2 = HttpProtocol.IsHttp2(stream.Context.Request.Protocol);
        if (isHttp2 && !stream.Listener.AllowsConnect)
        {
            return LocalReply.MalformedHttp2;
        }

        var isAllowed = (stream.Route?.UpgradeTypes ?? stream.Listener.UpgradeTypes).Contains(type)
            && (!isHttp2 || type.Equals(UpgradeRequest.WebSocket, StringComparison.OrdinalIgnoreCase));
        return isAllowed ? null : LocalReply.UpgradeForbidden;
    }
}
