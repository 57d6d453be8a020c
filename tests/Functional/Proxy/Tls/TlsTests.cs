using ZipkinMesh.Tests.Support.Certificates;

namespace ZipkinMesh.Tests.Proxy.Tls;

/// <summary>The base class of tests of listeners with TLS: an authority, and a folder for certificates.</summary>
public abstract class TlsTests : ProxyTests
{
    private readonly Scratch _scratch = new();
    private readonly List<TlsClient> _clients = [];

    private protected TestAuthority Authority { get; } = new();

    private protected string Folder => _scratch.Folder;

    /// <summary>Returns the key of an option of the listener's TLS.</summary>
    private protected static string Key(string option) => $"Listeners:{ProxyRole.Front.Listener}:Tls:{option}";

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _clients.ForEach(client => client.Dispose());
        await base.DisposeAsync();
        _scratch.Dispose();
    }

    /// <summary>Configures a front proxy with TLS and certificates, in this order.</summary>
    private protected ProxySetup Front(params TestCertificate[] certificates)
    {
        var setup = new ProxySetup(ProxyRole.Front);
        for (var i = 0; i < certificates.Length; i++)
        {
            var (chain, key) = certificates[i].WriteTo(Folder, $"server{i}");
            setup.With(Key($"TlsCertificates:{i}:CertificateChain"), chain).With(Key($"TlsCertificates:{i}:PrivateKey"), key);
        }

        return setup;
    }

    /// <summary>Configures a front proxy with TLS that asks for client certificates of the authority.</summary>
    private protected ProxySetup MutualFront(params TestCertificate[] certificates)
    {
        var path = Path.Combine(Folder, "ca.pem");
        File.WriteAllText(path, Authority.Pem);
        return Front(certificates.Length > 0 ? certificates : [Authority.Issue("CN=mesh.test", "DNS:mesh.test")]).With(Key("TrustedCa"), path);
    }

    private protected TlsClient Open(TlsClient client)
    {
        _clients.Add(client);
        return client;
    }
}
