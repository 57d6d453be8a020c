using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ZipkinMesh.Proxy.Certificates;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Formatting.Operators;

/// <summary>Defines the operators for the TLS of the client's connection, and for its certificate and the proxy's. In clear text they have no value.</summary>
internal static class TlsOperators
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static IEnumerable<OperatorDefinition> All { get; } =
    [
        Define.Text("REQUESTED_SERVER_NAME", static stream => TlsOf(stream)?.ServerName),
        Define.Text("DOWNSTREAM_TLS_VERSION", static stream => TlsOf(stream)?.Version),
        Define.Text("DOWNSTREAM_TLS_CIPHER", static stream => TlsOf(stream)?.CipherSuite),
        Peer("SUBJECT", static peer => DistinguishedName.Format(peer.SubjectName)),
        Peer("ISSUER", static peer => DistinguishedName.Format(peer.IssuerName)),
        Peer("SERIAL", static peer => SerialNumber.Format(peer)),
        Peer("FINGERPRINT_256", static peer => Convert.ToHexStringLower(peer.GetCertHash(HashAlgorithmName.SHA256))),
        Peer("FINGERPRINT_1", static peer => Convert.ToHexStringLower(peer.GetCertHash(HashAlgorithmName.SHA1))),
        Peer("CERT", static peer => Uri.EscapeDataString(peer.ExportCertificatePem() + "\n")),
        Peer("CERT_V_START", static peer => Format(peer.NotBefore)),
        Peer("CERT_V_END", static peer => Format(peer.NotAfter)),
        Peer("URI_SAN", static peer => Join(SubjectAltNames.Of(peer).Uris)),
        Peer("DNS_SAN", static peer => Join(SubjectAltNames.Of(peer).Dns)),
        Peer("IP_SAN", static peer => Join(SubjectAltNames.Of(peer).Addresses)),
        Peer("EMAIL_SAN", static peer => Join(SubjectAltNames.Of(peer).Emails)),
        Local("SUBJECT", static local => DistinguishedName.Format(local.SubjectName)),
        Local("URI_SAN", static local => Join(SubjectAltNames.Of(local).Uris)),
        Local("DNS_SAN", static local => Join(SubjectAltNames.Of(local).Dns)),
        Local("IP_SAN", static local => Join(SubjectAltNames.Of(local).Addresses)),
        Local("EMAIL_SAN", static local => Join(SubjectAltNames.Of(local).Emails)),
    ];

    private static OperatorDefinition Peer(string name, Func<X509Certificate2, string?> read) =>
        Define.Text($"DOWNSTREAM_PEER_{name}", stream => TlsOf(stream)?.PeerCertificate is { } peer ? read(peer) : null);

    private static OperatorDefinition Local(string name, Func<X509Certificate2, string?> read) =>
        Define.Text($"DOWNSTREAM_LOCAL_{name}", stream => TlsOf(stream)?.LocalCertificate is { } local ? read(local) : null);

    private static DownstreamTls? TlsOf(StreamInfo stream) => stream.Context.Features.Get<DownstreamConnection>()?.Tls;

    private static string? Join(IReadOnlyList<string> names) => names.Count == 0 ? null : string.Join(',', names);

    private static string Format(DateTime time) => time.ToUniversalTime().ToString(TimeFormat, CultureInfo.InvariantCulture);
}
