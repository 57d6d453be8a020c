using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Certificates;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Upstreams.Tls;

/// <summary>Holds the certificates of a cluster as they were loaded at one time.</summary>
/// <param name="Trust">The authorities that issue the certificates of servers.</param>
/// <param name="Own">The client certificate; null for none.</param>
/// <param name="OwnContext">The client certificate with its key and the intermediate certificates that are sent with it; null for none.</param>
/// <param name="Names">The names of which the certificate of a server must have one; empty for the server name.</param>
internal sealed record UpstreamTlsContext(
    TrustedAuthorities Trust, CertificateFile? Own, SslStreamCertificateContext? OwnContext, IReadOnlyList<(string Type, string Value)> Names)
{
    /// <summary>Loads the files of a cluster.</summary>
    /// <param name="path">The path of the cluster's metadata, for messages.</param>
    /// <param name="settings">The settings.</param>
    /// <exception cref="SettingException">A file can't be used.</exception>
    public static UpstreamTlsContext Load(string path, UpstreamTlsSettings settings)
    {
        var trust = new TrustedAuthorities(settings.TrustedCa.Length == 0 ? [] :
            [.. PemFile.LoadCertificates(KeyOf(path, nameof(ClusterMetadataOptions.TlsTrustedCa)), settings.TrustedCa)
                .Select(certificate => new CertificateFile(settings.TrustedCa, certificate))]);
        var names = SubjectAltNamesAttribute.Parse(settings.MatchTypedSubjectAltNames)!;
        if (settings.CertificateChain.Length == 0)
        {
            return new UpstreamTlsContext(trust, null, null, names);
        }

        var chain = PemFile.LoadWithPrivateKey(
            KeyOf(path, nameof(ClusterMetadataOptions.TlsCertificateChain)),
            settings.CertificateChain,
            KeyOf(path, nameof(ClusterMetadataOptions.TlsPrivateKey)),
            settings.PrivateKey);
        X509Certificate2[] intermediates = [.. chain.Skip(1)];

        // Offline: missing certificates aren't downloaded.
        return new UpstreamTlsContext(
            trust,
            new CertificateFile(settings.CertificateChain, chain[0]),
            SslStreamCertificateContext.Create(chain[0], new X509Certificate2Collection(intermediates), offline: true),
            names);
    }

    private static string KeyOf(string path, string name) => ConfigurationPath.Combine(path, name);
}
