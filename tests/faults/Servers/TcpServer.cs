using System.Net;
using System.Net.Sockets;

namespace ZipkinMesh.Faults.Servers;

/// <summary>Base class for servers that speak HTTP/1.1 byte for byte, and can be closed and opened again at the same port.</summary>
internal abstract class TcpServer : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<Socket> _connections = [];
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;

    public int Port { get; private set; }

    /// <summary>Opens the port: any free one at first, the same one later.</summary>
    public void Open()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start(4096);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync(_listener);
    }

    /// <summary>Closes the port and resets all connections.</summary>
    public async Task CloseAsync()
    {
        _listener?.Dispose();
        await _accepting;
        lock (_lock)
        {
            foreach (var socket in _connections)
            {
                Reset(socket);
            }

            _connections.Clear();
        }
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    /// <summary>Serves a connection until it ends.</summary>
    protected abstract Task ServeAsync(Socket socket, ServerConnection connection);

    /// <summary>Closes a connection with a TCP reset.</summary>
    protected static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (ObjectDisposedException)
        {
            // Closed already.
        }

        socket.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync();
                lock (_lock)
                {
                    _connections.Add(socket);
                }

                _ = Task.Run(() => RunAsync(socket));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The port was closed.
        }
    }

    private async Task RunAsync(Socket socket)
    {
        try
        {
            socket.NoDelay = true;
            await ServeAsync(socket, new ServerConnection(socket));
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // The peer or the fault ended the connection.
        }
        finally
        {
            lock (_lock)
            {
                _connections.Remove(socket);
            }

            socket.Dispose();
        }
    }
}
