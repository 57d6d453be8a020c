using System.Net;
using Microsoft.AspNetCore.Connections;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>Admits the connections of one listener up to its limit, and attaches to each what its requests need.</summary>
internal sealed class ListenerConnections(ListenerInfo listener, ListenerOptions options, ConnectionTable table, OverloadState overload)
{
    private int _count;

    /// <summary>Watches what is received and sent, after a TLS handshake.</summary>
    public static Task WatchAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        connection.Transport = new RequestWatch(connection.Transport, connection.Features.Get<DownstreamConnection>()!);
        return next(connection);
    }

    /// <summary>Serves a connection until it ends. A connection beyond the limit ends at once, as in Envoy.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (!overload.TryOpenConnection())
        {
            listener.Counters.ConnectionOverloads.Increment();
            return;
        }

        if (Interlocked.Increment(ref _count) > options.ConnectionLimit)
        {
            Interlocked.Decrement(ref _count);
            listener.Counters.ConnectionOverflows.Increment();
            return;
        }

        using var downstream = new DownstreamConnection(listener, (connection.RemoteEndPoint as IPEndPoint)?.Address);
        var open = new OpenConnection(connection, downstream, options);
        connection.Features.Set(downstream);
        listener.Counters.Connections.Increment();
        table.Add(open);
        try
        {
            await next(connection);
        }
        finally
        {
            table.Remove(open);
            Interlocked.Decrement(ref _count);
            listener.Counters.ConnectionsClosed.Increment();
        }
    }
}
