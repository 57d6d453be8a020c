using System.Net.Security;
using System.Security.Authentication;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Certificates;
using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Upstreams.Tls;

/// <summary>Makes the TLS handshakes of a cluster, with certificates that can be loaded again at any time.</summary>
internal sealed class UpstreamTls : CertificateSource
{
    private readonly UpstreamTlsSettings _settings;
    private readonly ClusterCounters _counters;
    private volatile UpstreamTlsContext _context;

    /// <exception cref="SettingException">A file can't be used.</exception>
    public UpstreamTls(UpstreamTlsSettings settings, ClusterCounters counters)
        : base($"ReverseProxy:Clusters:{counters.Name}:Metadata", settings.Paths, counters.Tls.Certificates)
    {
        _settings = settings;
        _counters = counters;
        _context = UpstreamTlsContext.Load(Name, settings);
    }

    public override IEnumerable<CertificateFile> Authorities => _context.Trust.Files;

    public override IEnumerable<CertificateFile> Own => _context.Own is { } own ? [own] : [];

    public override void Load() => _context = UpstreamTlsContext.Load(Name, _settings);

    /// <summary>Makes a handshake.</summary>
    /// <param name="transport">The connection. It is closed with the stream that is returned.</param>
    /// <param name="authority">The name of the destination, with or without a port.</param>
    /// <param name="protocols">The application protocols to offer (ALPN), the preferred one first.</param>
    /// <param name="cancel">A token that ends the handshake.</param>
    /// <exception cref="UpstreamTlsException">The handshake failed, or the server's certificate isn't accepted.</exception>
    public async Task<SslStream> AuthenticateAsync(
        Stream transport, string authority, List<SslApplicationProtocol> protocols, CancellationToken cancel)
    {
        var context = _context;
        var verification = new ServerVerification(_settings, context);
        var stream = new SslStream(transport);
        try
        {
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = _settings.Sni.Length > 0 ? _settings.Sni : ServerName.HostOf(authority),
                    ApplicationProtocols = protocols,
                    EnabledSslProtocols = _settings.Versions,
                    ClientCertificateContext = context.OwnContext,
                    CertificateChainPolicy = context.Trust.CreatePolicy(),
                    RemoteCertificateValidationCallback = verification.Verify,
                },
                cancel).ConfigureAwait(false);
            _counters.Tls.Handshakes.Increment();
            _counters.Tls.Versions.Increment(TlsVersions.NameOf(stream.SslProtocol));
            return stream;
        }
        catch (Exception e)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            if (e is not (AuthenticationException or IOException))
            {
                throw;
            }

            (verification.Failure switch
            {
                VerificationFailure.None => _counters.Tls.ConnectionErrors,
                VerificationFailure.Name => _counters.Tls.NameFailures,
                _ => _counters.Tls.InvalidCertificates,
            }).Increment();
            throw new UpstreamTlsException(verification.Reason ?? TlsErrorText.Of(e), e);
        }
    }
}
