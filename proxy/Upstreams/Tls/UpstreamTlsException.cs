using System.Security.Authentication;

namespace ZipkinMesh.Proxy.Upstreams.Tls;

/// <summary>Thrown when a TLS handshake with an upstream fails, or its certificate isn't accepted.</summary>
/// <param name="reason">The reason as Envoy shows it, such as <c>TLS_error:|268435581:SSL_routines:...:TLS_error_end</c>.</param>
/// <param name="cause">The exception of the handshake.</param>
internal sealed class UpstreamTlsException(string reason, Exception cause) : AuthenticationException(reason, cause)
{
    public string Reason { get; } = reason;
}
