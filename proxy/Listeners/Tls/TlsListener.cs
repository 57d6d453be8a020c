using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Certificates;
using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Listeners.Tls;

/// <summary>Adds TLS to a listener: the handshake, and the certificates, which can be loaded again at any time.</summary>
internal sealed class TlsListener : CertificateSource
{
    private readonly ListenerOptions _options;
    private readonly ListenerTlsCounters _counters;
    private readonly List<SslApplicationProtocol> _protocols;
    private volatile TlsContext _context;

    /// <exception cref="SettingException">A file can't be used.</exception>
    public TlsListener(ListenerInfo listener, ListenerOptions options)
        : base($"Listeners:{listener.Name}:Tls", PathsOf(options.Tls!), listener.Counters.Tls.Certificates)
    {
        _counters = listener.Counters.Tls;
        _options = options;
        _protocols = [.. ProtocolsAttribute.Split(Tls.AlpnProtocols).Select(name => new SslApplicationProtocol(name))];
        _context = TlsContext.Load(Name, Tls);
    }

    public override IEnumerable<CertificateFile> Authorities => _context.Authorities;

    public override IEnumerable<CertificateFile> Own => _context.Certificates.Select(certificate => certificate.File);

    private ListenerTlsOptions Tls => _options.Tls!;

    public override void Load() => _context = TlsContext.Load(Name, Tls);

    /// <summary>Adds the handshake to an endpoint, before what is to see clear text.</summary>
    public void Bind(ListenOptions endpoint)
    {
        endpoint.Protocols = ProtocolsOf(_protocols);
        endpoint.Use(next => connection => ServeAsync(connection, next));
        endpoint.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = Tls.TransportSocketConnectTimeout,
            OnConnection = hello => ValueTask.FromResult(Begin(hello)),
        });
        endpoint.Use(static next => connection =>
        {
            connection.Features.Get<TlsHandshake>()!.Complete(connection);
            return next(connection);
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

    private async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var handshake = new TlsHandshake(_options, _counters);
        connection.Features.Set(handshake);
        _counters.Connections.Increment();
        try
        {
            await next(connection);
        }
        finally
        {
            handshake.End();
            _counters.ConnectionsClosed.Increment();
        }
    }

    private SslServerAuthenticationOptions Begin(TlsHandshakeCallbackContext hello)
    {
        var settings = new SslServerAuthenticationOptions { EnabledSslProtocols = Tls.Versions, ApplicationProtocols = _protocols };
        hello.Connection.Features.Get<TlsHandshake>()!.Begin(_context, hello.ClientHelloInfo.ServerName, settings);
        return settings;
    }
}
