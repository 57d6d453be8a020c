using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>Writes <c>x-forwarded-client-cert</c>, where a listener doesn't just remove it.</summary>
/// <remarks>
/// As observed on Envoy 1.40, for a client that sends <c>By=a;Hash=b</c>:
/// <code>
///                       with a certificate               without one, or in clear text
/// FORWARD_ONLY          By=a;Hash=b                      removed
/// APPEND_FORWARD        By=a;Hash=b,By=...;Hash=...      removed
/// SANITIZE_SET          By=...;Hash=...                  removed
/// ALWAYS_FORWARD_ONLY   By=a;Hash=b                      By=a;Hash=b
/// </code>
/// </remarks>
internal static class ClientCertHeader
{
    /// <summary>Writes the header.</summary>
    /// <param name="headers">The headers of the request.</param>
    /// <param name="details">The treatment of the header.</param>
    /// <param name="tls">The TLS of the client's connection; null in clear text.</param>
    public static void Write(RequestHeaders headers, ForwardClientCertDetails details, DownstreamTls? tls)
    {
        if (tls?.PeerCertificate is null && details != ForwardClientCertDetails.AlwaysForwardOnly)
        {
            return;
        }

        var received = details == ForwardClientCertDetails.SanitizeSet ? null : Received(headers);
        var value = string.IsNullOrEmpty(received) ? tls?.ForwardedClientCert
            : tls?.ForwardedClientCert is { } own ? $"{received},{own}"
            : received;
        if (value is not null)
        {
            headers.Set(EnvoyHeaders.ForwardedClientCert, value);
        }
    }

    private static string? Received(RequestHeaders headers) =>
        headers.ReceivedClientCert.Count < 2
            ? headers.ReceivedClientCert
            : string.Join(',', headers.ReceivedClientCert.AsEnumerable().Where(value => !string.IsNullOrEmpty(value)));
}
