using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>Completes the handshake of a WebSocket that an HTTP/2 client has opened, whose key is YARP's.</summary>
internal static class WebSocketHandshake
{
    // RFC 6455, 1.3, which also prescribes SHA-1.
    private const string Suffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>
    /// Sets the answer to the key, which YARP compares and removes. Like Envoy, the upstream's own answer isn't checked: HTTP/2 has none.
    /// </summary>
    public static void Accept(HttpResponseMessage upstream, IHeaderDictionary headers)
    {
        if (upstream.RequestMessage!.Headers.NonValidated.TryGetValues(HeaderNames.SecWebSocketKey, out var key))
        {
            headers.SecWebSocketAccept = Convert.ToBase64String(CryptographicOperations.HashData(HashAlgorithmName.SHA1, Encoding.ASCII.GetBytes(key + Suffix)));
        }
    }
}
