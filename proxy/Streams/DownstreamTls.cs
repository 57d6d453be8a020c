using System.Security.Cryptography.X509Certificates;

namespace ZipkinMesh.Proxy.Streams;

/// <summary>Holds what the TLS handshake of a client's connection has established.</summary>
/// <param name="Version">The version of TLS, as OpenSSL and Envoy name it, such as <c>TLSv1.3</c>.</param>
/// <param name="CipherSuite">The cipher suite, as OpenSSL and Envoy name it.</param>
/// <param name="ServerName">The server name that the client asked for (SNI); null for none.</param>
internal sealed record DownstreamTls(string Version, string CipherSuite, string? ServerName)
{
    /// <summary>Gets the certificate that was shown to the client.</summary>
    public required X509Certificate2 LocalCertificate { get; init; }

    /// <summary>Gets the client's certificate, which has been verified; null for none.</summary>
    public X509Certificate2? PeerCertificate { get; init; }

    /// <summary>
    /// Gets the element that describes the client's certificate in <c>x-forwarded-client-cert</c>; null without a certificate, or where the
    /// listener writes none.
    /// </summary>
    public string? ForwardedClientCert { get; init; }
}
