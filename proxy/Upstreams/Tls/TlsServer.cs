using System.Net.Security;

namespace ZipkinMesh.Proxy.Upstreams.Tls;

/// <summary>Represents a server that HTTP/1.1 is spoken with over TLS.</summary>
/// <param name="tls">The TLS of the cluster.</param>
/// <param name="authority">The name of the destination, with or without a port.</param>
internal sealed class TlsServer(UpstreamTls tls, string authority)
{
    private static readonly List<SslApplicationProtocol> Protocols = [SslApplicationProtocol.Http11];

    /// <summary>Makes a handshake.</summary>
    /// <exception cref="UpstreamTlsException">The handshake failed, or the server's certificate isn't accepted.</exception>
    public Task<SslStream> AuthenticateAsync(Stream transport, CancellationToken cancel) =>
        tls.AuthenticateAsync(transport, authority, Protocols, cancel);
}
