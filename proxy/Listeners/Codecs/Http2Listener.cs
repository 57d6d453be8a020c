using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace ZipkinMesh.Proxy.Listeners.Codecs;

/// <summary>
/// Hands connections that have been accepted elsewhere to a Kestrel endpoint that serves HTTP/2 only. To Kestrel it is a transport with
/// one endpoint.
/// </summary>
internal sealed class Http2Listener : IConnectionListenerFactory, IConnectionListenerFactorySelector, IConnectionListener
{
    private readonly Channel<Http2Connection> _connections = Channel.CreateUnbounded<Http2Connection>(new() { SingleReader = true });

    public EndPoint EndPoint => Http2EndPoint.Instance;

    public bool CanBind(EndPoint endpoint) => endpoint is Http2EndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => ValueTask.FromResult<IConnectionListener>(this);

    /// <summary>Serves a connection until it ends.</summary>
    public async Task ServeAsync(ConnectionContext connection)
    {
        var http2 = new Http2Connection(connection);
        if (_connections.Writer.TryWrite(http2))
        {
            await http2.Ended;
        }
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _connections.Reader.WaitToReadAsync(cancellationToken) && _connections.Reader.TryRead(out var connection) ? connection : null;

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _connections.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => UnbindAsync();
}
