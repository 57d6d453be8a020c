using System.Security.Authentication;
using Yarp.ReverseProxy.Configuration;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Upstreams.Tls;

/// <summary>
/// Represents the TLS of a cluster: the options that are described in <see cref="ClusterMetadataOptions"/>, and those of YARP. Two that are
/// equal need no new connections.
/// </summary>
/// <param name="TrustedCa">The path of the authorities' certificates; empty for those that the system trusts.</param>
/// <param name="Sni">The server name; empty for the one of the destination.</param>
/// <param name="MatchTypedSubjectAltNames">The names of which the server's certificate must have one; empty for the server name.</param>
/// <param name="CertificateChain">The path of the client certificate; empty for none.</param>
/// <param name="PrivateKey">The path of its private key; empty when the file of the certificate has it.</param>
/// <param name="Versions">The versions of TLS.</param>
/// <param name="AcceptsAnyCertificate">True when the server's certificate isn't verified.</param>
internal sealed record UpstreamTlsSettings(
    string TrustedCa,
    string Sni,
    string MatchTypedSubjectAltNames,
    string CertificateChain,
    string PrivateKey,
    SslProtocols Versions,
    bool AcceptsAnyCertificate)
{
    private static readonly ClusterMetadataOptions Defaults = new();

    /// <summary>Gets a value indicating that the server's certificate is verified by other rules than those of the system.</summary>
    public bool HasValidation => TrustedCa.Length > 0 || MatchTypedSubjectAltNames.Length > 0;

    /// <summary>Gets the paths of the files.</summary>
    public IReadOnlyList<string> Paths => [.. new[] { TrustedCa, CertificateChain, PrivateKey }.Where(path => path.Length > 0).Distinct()];

    /// <summary>Reads the settings of a cluster.</summary>
    public static UpstreamTlsSettings Of(IReadOnlyDictionary<string, string>? metadata, HttpClientConfig? client) => new(
        Text(metadata, nameof(Defaults.TlsTrustedCa)),
        Text(metadata, nameof(Defaults.TlsSni)),
        Text(metadata, nameof(Defaults.TlsMatchTypedSubjectAltNames)),
        Text(metadata, nameof(Defaults.TlsCertificateChain)),
        Text(metadata, nameof(Defaults.TlsPrivateKey)),
        client?.SslProtocols is { } versions and not SslProtocols.None ? versions : VersionsOf(metadata),
        client?.DangerousAcceptAnyServerCertificate ?? false);

    /// <summary>Returns the versions from the lowest to the highest; none when their order is wrong.</summary>
    public static SslProtocols VersionsOf(IReadOnlyDictionary<string, string>? metadata) => TlsVersions.Between(
        Text(metadata, nameof(Defaults.TlsMinimumProtocolVersion)), Text(metadata, nameof(Defaults.TlsMaximumProtocolVersion)));

    private static string Text(IReadOnlyDictionary<string, string>? metadata, string key) => metadata?.GetValueOrDefault(key) ?? "";
}
