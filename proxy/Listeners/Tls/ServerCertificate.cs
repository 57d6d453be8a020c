using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ZipkinMesh.Proxy.Certificates;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Listeners.Tls;

/// <summary>Represents a certificate of a listener, ready for handshakes.</summary>
/// <param name="File">The certificate.</param>
/// <param name="Context">The certificate with its key and the intermediate certificates that are sent with it.</param>
internal sealed record ServerCertificate(CertificateFile File, SslStreamCertificateContext Context)
{
    /// <summary>Gets the server names: the DNS names, or the common name of a certificate without any, as Envoy does.</summary>
    public IReadOnlyList<string> ServerNames { get; } =
        File.Names.Dns.Count > 0 ? File.Names.Dns : [File.Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)];

    /// <summary>Loads a certificate.</summary>
    /// <param name="key">The key of the certificate's section, for messages.</param>
    /// <param name="options">The options.</param>
    /// <param name="trust">The authorities that are named to clients; null to ask for no certificate.</param>
    /// <exception cref="ZipkinMesh.Hosting.SettingException">A file can't be used.</exception>
    public static ServerCertificate Load(string key, TlsCertificateOptions options, SslCertificateTrust? trust)
    {
        var chain = PemFile.LoadWithPrivateKey(
            $"{key}:{nameof(options.CertificateChain)}", options.CertificateChain, $"{key}:{nameof(options.PrivateKey)}", options.PrivateKey);
        X509Certificate2[] intermediates = [.. chain.Skip(1)];

        // A context of its own for each listener: sessions can be resumed only where they began. Offline: missing certificates aren't
        // downloaded.
        var context = SslStreamCertificateContext.Create(chain[0], new X509Certificate2Collection(intermediates), offline: true, trust);
        return new ServerCertificate(new CertificateFile(options.CertificateChain, chain[0]), context);
    }
}
