using System.Globalization;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Tests.Support.Certificates;

namespace ZipkinMesh.Tests.Proxy.Formatting;

/// <summary>Tests the operators of TLS, with values in the form that was observed on Envoy 1.40.</summary>
public sealed class TlsOperatorsTests
{
    private static readonly TestCertificate Server = new TestAuthority().Issue("CN=mesh.test", "DNS:mesh.test", "IP:127.0.0.1");
    private static readonly TestCertificate Client = new TestAuthority().Issue("CN=client,O=Org", "URI:spiffe://a", "URI:spiffe://b", "DNS:client.test", "IP:10.0.0.1");

    [Theory]
    [InlineData("%REQUESTED_SERVER_NAME%", "mesh.test")]
    [InlineData("%DOWNSTREAM_TLS_VERSION%", "TLSv1.3")]
    [InlineData("%DOWNSTREAM_TLS_CIPHER%", "TLS_AES_256_GCM_SHA384")]
    [InlineData("%DOWNSTREAM_PEER_SUBJECT%", "CN=client,O=Org")]
    [InlineData("%DOWNSTREAM_PEER_ISSUER%", "CN=Test CA,O=Mesh")]
    [InlineData("%DOWNSTREAM_PEER_URI_SAN%", "spiffe://a,spiffe://b")]
    [InlineData("%DOWNSTREAM_PEER_DNS_SAN%", "client.test")]
    [InlineData("%DOWNSTREAM_PEER_IP_SAN%", "10.0.0.1")]
    [InlineData("%DOWNSTREAM_PEER_EMAIL_SAN%", "-")]
    [InlineData("%DOWNSTREAM_LOCAL_SUBJECT%", "CN=mesh.test")]
    [InlineData("%DOWNSTREAM_LOCAL_DNS_SAN%", "mesh.test")]
    [InlineData("%DOWNSTREAM_LOCAL_IP_SAN%", "127.0.0.1")]
    [InlineData("%DOWNSTREAM_LOCAL_URI_SAN%", "-")]
    [InlineData("%DOWNSTREAM_LOCAL_EMAIL_SAN%", "-")]
    public void Append_Operator_IsEnvoys(string format, string expected)
    {
        using var request = Create(hasTls: true, hasClient: true);

        Assert.Equal(expected, request.Format(format));
    }

    [Fact]
    public void Append_CertificateOfClient_IsEnvoys()
    {
        using var request = Create(hasTls: true, hasClient: true);
        var certificate = Client.Certificate;

        Assert.Equal(certificate.SerialNumber.ToLowerInvariant(), request.Format("%DOWNSTREAM_PEER_SERIAL%"));
        Assert.Equal(certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant(), request.Format("%DOWNSTREAM_PEER_FINGERPRINT_256%"));
        Assert.Equal(certificate.GetCertHashString(HashAlgorithmName.SHA1).ToLowerInvariant(), request.Format("%DOWNSTREAM_PEER_FINGERPRINT_1%"));
        Assert.Equal(Uri.EscapeDataString(Client.CertificatePem), request.Format("%DOWNSTREAM_PEER_CERT%"));
        Assert.Equal(Format(certificate.NotBefore), request.Format("%DOWNSTREAM_PEER_CERT_V_START%"));
        Assert.Equal(Format(certificate.NotAfter), request.Format("%DOWNSTREAM_PEER_CERT_V_END%"));
    }

    [Theory]
    [InlineData(true, "mesh.test TLSv1.3 - -")]
    [InlineData(false, "- - - -")]
    public void Append_WithoutCertificateOrTls_IsAbsent(bool hasTls, string expected)
    {
        using var request = Create(hasTls, hasClient: false);

        Assert.Equal(expected, request.Format("%REQUESTED_SERVER_NAME% %DOWNSTREAM_TLS_VERSION% %DOWNSTREAM_PEER_SUBJECT% %DOWNSTREAM_PEER_DNS_SAN%"));
    }

    private static FormattedStream Create(bool hasTls, bool hasClient)
    {
        var request = new FormattedStream();
        var tls = new DownstreamTls("TLSv1.3", "TLS_AES_256_GCM_SHA384", "mesh.test")
        {
            LocalCertificate = Server.Certificate,
            PeerCertificate = hasClient ? Client.Certificate : null,
        };
        request.Context.Features.Set(new DownstreamConnection(ListenerInfo.Default, IPAddress.Loopback) { Tls = hasTls ? tls : null });
        return request;
    }

    private static string Format(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
