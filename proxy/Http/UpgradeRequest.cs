using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ZipkinMesh.Proxy.Http;

/// <summary>Reads the protocol that a request asks to change to.</summary>
internal static class UpgradeRequest
{
    /// <summary>The protocol of WebSockets.</summary>
    public const string WebSocket = "websocket";

    /// <summary>
    /// Returns the protocol, or a list of several, as the client wrote it; null when the request asks for none. Over HTTP/2 such a request is
    /// an extended CONNECT (RFC 8441), and becomes the GET that it is for the upstream.
    /// </summary>
    public static string? Begin(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers.Upgrade.Count > 0)
        {
            return ReadHeaders(headers);
        }

        if (HttpMethods.IsConnect(context.Request.Method)
            && context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: { } protocol })
        {
            context.Request.Method = HttpMethods.Get;
            return protocol;
        }

        return null;
    }

    // Like Envoy, an upgrade to HTTP/2 is ignored, and so is one that the Connection header doesn't name.
    private static string? ReadHeaders(IHeaderDictionary headers)
    {
        var type = headers.Upgrade.ToString();
        var isOne = !type.Equals("h2c", StringComparison.OrdinalIgnoreCase) && HopByHop.IsNamed("upgrade", string.Join(',', headers.Connection.AsEnumerable()));
        return isOne ? type : null;
    }
}
