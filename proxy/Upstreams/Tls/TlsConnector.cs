using System.Net.Security;
using System.Net.Sockets;
using ZipkinMesh.Proxy.Counters;

namespace ZipkinMesh.Proxy.Upstreams.Tls;

/// <summary>
/// Opens the connections of <see cref="SocketsHttpHandler"/>. Its own handshakes would ask for the name in the Host header, which is the
/// client's, and go on with the certificates that were loaded first.
/// </summary>
/// <remarks>
/// <see cref="SocketsHttpHandler"/> sends requests with the same Host header only on a TLS connection, so a client could make it open any
/// number of them. <paramref name="maxConnections"/> is the limit.
/// </remarks>
internal sealed class TlsConnector(UpstreamTls tls, ClusterCounters counters, int maxConnections)
{
    private static readonly List<SslApplicationProtocol> Http11 = [SslApplicationProtocol.Http11];
    private static readonly List<SslApplicationProtocol> Http2 = [SslApplicationProtocol.Http2];
    private static readonly List<SslApplicationProtocol> Either = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

    /// <summary>Opens a connection, with TLS for a URL with <c>https</c>.</summary>
    /// <exception cref="ConnectionOverflowException">The cluster has as many connections as it is allowed.</exception>
    /// <exception cref="UpstreamTlsException">The handshake failed, or the server's certificate isn't accepted.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        if (counters.OpenConnections >= maxConnections)
        {
            counters.ConnectionOverflows.Increment();
            throw new ConnectionOverflowException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancel).ConfigureAwait(false);
            var stream = new NetworkStream(socket, ownsSocket: true);
            var request = context.InitialRequestMessage;
            return request.RequestUri!.Scheme == Uri.UriSchemeHttps
                ? await tls.AuthenticateAsync(stream, ServerName.AuthorityOf(request), ProtocolsOf(request), cancel).ConfigureAwait(false)
                : stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static List<SslApplicationProtocol> ProtocolsOf(HttpRequestMessage request) => request.VersionPolicy switch
    {
        HttpVersionPolicy.RequestVersionOrHigher => Either,
        HttpVersionPolicy.RequestVersionOrLower when request.Version.Major > 1 => Either,
        _ => request.Version.Major > 1 ? Http2 : Http11,
    };
}
