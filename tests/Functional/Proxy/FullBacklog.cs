using System.Net;
using System.Net.Sockets;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Listens on a port and accepts no connection: Linux doesn't answer once the queue of connections is full.</summary>
internal sealed class FullBacklog : IDisposable
{
    private readonly Socket _listener = New();
    private readonly Socket[] _waiting = [New(), New(), New()];

    public FullBacklog()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(0);
        foreach (var socket in _waiting)
        {
            socket.Blocking = false;
            try
            {
                socket.Connect(_listener.LocalEndPoint!);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
            }
        }
    }

    public string Address => $"http://{_listener.LocalEndPoint}";

    public void Dispose()
    {
        _listener.Dispose();
        Array.ForEach(_waiting, socket => socket.Dispose());
    }

    private static Socket New() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
}
