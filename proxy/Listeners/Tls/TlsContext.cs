using System.Net.Security;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Certificates;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Listeners.Tls;

/// <summary>Holds the certificates of a listener as they were loaded at one time.</summary>
/// <param name="Certificates">The certificates of the listener.</param>
/// <param name="Authorities">The authorities that issue client certificates; empty to ask for none.</param>
internal sealed record TlsContext(IReadOnlyList<ServerCertificate> Certificates, IReadOnlyList<CertificateFile> Authorities)
{
    private readonly CertificateSelector _selector = new(Certificates);

    /// <summary>Gets the authorities as the rule for chains of certificates.</summary>
    public TrustedAuthorities Trust { get; } = new(Authorities);

    /// <summary>Gets the certificates that clients have sent with theirs.</summary>
    public SentChains SentChains { get; } = new();

    /// <summary>Loads the files of a listener.</summary>
    /// <param name="key">The key of the section, for messages.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="SettingException">A file can't be used.</exception>
    public static TlsContext Load(string key, ListenerTlsOptions options)
    {
        var trusted = options.TrustedCa.Length == 0 ? [] : PemFile.LoadCertificates($"{key}:{nameof(options.TrustedCa)}", options.TrustedCa);
        var trust = trusted.Count == 0 ? null : SslCertificateTrust.CreateForX509Collection(trusted, sendTrustInHandshake: true);
        return new TlsContext(
            [.. options.TlsCertificates.Select(entry => ServerCertificate.Load($"{key}:{nameof(options.TlsCertificates)}:{entry.Key}", entry.Value, trust))],
            [.. trusted.Select(certificate => new CertificateFile(options.TrustedCa, certificate))]);
    }

    /// <summary>Returns the certificate for a server name; null or empty for none.</summary>
    public ServerCertificate Select(string? serverName) => _selector.Select(serverName);
}
