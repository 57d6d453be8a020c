using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>
/// Holds the sockets of the listeners, to close them while the connections stay open. Kestrel closes both together.
/// </summary>
internal sealed class ListenSockets(ZipkinMeshOptions options)
{
    // Longer than a handshake under way takes, and shorter than a client's first retransmission.
    private static readonly TimeSpan HandshakeTime = TimeSpan.FromMilliseconds(200);

    // Kestrel opens the listeners in the order in which they are configured.
    private readonly Queue<TrafficDirection> _directions = new(options.Listeners.Values.Select(listener => listener.Direction));
    private readonly Lock _lock = new();
    private readonly List<(Socket Socket, TrafficDirection Direction)> _open = [];

    /// <summary>Opens a socket for Kestrel.</summary>
    public Socket Open(EndPoint endPoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        lock (_lock)
        {
            _open.Add((socket, _directions.Dequeue()));
        }

        return socket;
    }

    /// <summary>Closes the listeners of a direction, or all. Connections that clients see as open are accepted before.</summary>
    public async Task CloseAsync(TrafficDirection? direction = null)
    {
        var sockets = Take(direction);
        if (sockets.Count > 0)
        {
            sockets.ForEach(HandshakeFilter.Attach);
            await Task.Delay(HandshakeTime);
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    /// <summary>Closes the listeners of a direction, or all, at once.</summary>
    public void Close(TrafficDirection? direction = null) => Take(direction).ForEach(socket => socket.Dispose());

    private List<Socket> Take(TrafficDirection? direction)
    {
        lock (_lock)
        {
            var taken = _open.Where(socket => direction is null || socket.Direction == direction).ToList();
            _open.RemoveAll(taken.Contains);
            return [.. taken.Select(socket => socket.Socket)];
        }
    }
}
