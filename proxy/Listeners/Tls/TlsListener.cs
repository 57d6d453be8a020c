using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Certificates;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Listeners.Tls;

/// <summary>Adds TLS to a listener: the handshake, and the certificates, which can be loaded again at any time.</summary>
internal sealed class TlsListener : CertificateSource
{
    private readonly ListenerTlsOptions _options;
    private readonly List<SslApplicationProtocol> _protocols;
    private readonly SslProtocols _versions;
    private volatile TlsContext _context;

    /// <exception cref="SettingException">A file can't be used.</exception>
    public TlsListener(string listener, ListenerTlsOptions options)
        : base($"Listeners:{listener}:Tls", PathsOf(options))
    {
        _options = options;
        _protocols = [.. ProtocolsAttribute.Split(options.AlpnProtocols).Select(name => new SslApplicationProtocol(name))];
        _versions = (options.AcceptsTls12 ? SslProtocols.Tls12 : SslProtocols.None) | (options.AcceptsTls13 ? SslProtocols.Tls13 : SslProtocols.None);
        _context = TlsContext.Load(Name, options);
    }

    public override IEnumerable<CertificateFile> Authorities => _context.Authorities;

    public override IEnumerable<CertificateFile> Own => _context.Certificates.Select(certificate => certificate.File);

    public override void Load() => _context = TlsContext.Load(Name, _options);

    /// <summary>Adds the handshake to an endpoint, before what is to see clear text.</summary>
    public void Bind(ListenOptions endpoint)
    {
        endpoint.Protocols = ProtocolsOf(_protocols);
        endpoint.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = _options.TransportSocketConnectTimeout,
            OnConnection = hello => ValueTask.FromResult(CreateOptions(hello)),
        });
    }

    private static HttpProtocols ProtocolsOf(List<SslApplicationProtocol> protocols) =>
        (protocols.Contains(SslApplicationProtocol.Http2) ? HttpProtocols.Http2 : HttpProtocols.None)
        | (protocols.Contains(SslApplicationProtocol.Http11) ? HttpProtocols.Http1 : HttpProtocols.None);

    private static IReadOnlyList<string> PathsOf(ListenerTlsOptions options) =>
    [
        .. options.TlsCertificates.Values.SelectMany(certificate => new[] { certificate.CertificateChain, certificate.PrivateKey })
            .Append(options.TrustedCa).Where(path => path.Length > 0).Distinct(),
    ];

    private SslServerAuthenticationOptions CreateOptions(TlsHandshakeCallbackContext hello)
    {
        var context = _context;
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = context.Select(hello.ClientHelloInfo.ServerName).Context,
            EnabledSslProtocols = _versions,
            ApplicationProtocols = _protocols,
        };
    }
}
