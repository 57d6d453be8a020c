using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>
/// Holds the sockets of the listeners, to close them while the connections stay open. Kestrel closes both together.
/// </summary>
internal sealed class ListenSockets
{
    // Longer than a handshake under way takes, and shorter than a client's first retransmission.
    private static readonly TimeSpan HandshakeTime = TimeSpan.FromMilliseconds(200);

    private readonly List<Socket> _sockets = [];

    /// <summary>Opens a socket for Kestrel.</summary>
    public Socket Open(EndPoint endPoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        _sockets.Add(socket);
        return socket;
    }

    /// <summary>Closes the listeners. Connections that clients see as open are accepted before.</summary>
    public async Task CloseAsync()
    {
        _sockets.ForEach(HandshakeFilter.Attach);
        await Task.Delay(HandshakeTime);
        Close();
    }

    /// <summary>Closes the listeners at once.</summary>
    public void Close() => _sockets.ForEach(socket => socket.Dispose());
}
