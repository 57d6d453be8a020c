using System.Net;
using System.Net.Sockets;
using ZipkinMesh.Tests.Support;

namespace ZipkinMesh.Faults.Attacks;

/// <summary>Represents a client's HTTP/2 connection that sends frames byte for byte. What comes back is read and discarded.</summary>
internal sealed class Http2Connection : IDisposable
{
    private readonly Socket _socket;

    private Http2Connection(Socket socket) => _socket = socket;

    /// <summary>Opens a connection, and sends the preface.</summary>
    /// <param name="port">The port of the proxy.</param>
    /// <param name="settings">The payload of the SETTINGS frame.</param>
    /// <param name="cancel">Ends the connection.</param>
    public static async Task<Http2Connection> OpenAsync(int port, byte[] settings, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancel);
            var connection = new Http2Connection(socket);
            byte[] preface = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Http2Frame.Create(Http2Frame.Settings, 0, 0, settings)];
            await connection.SendAsync(preface, cancel);
            return connection;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends bytes.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket.SendAsync(bytes, cancel)..];
        }
    }

    /// <summary>Reads until the proxy closes the connection.</summary>
    public async Task DrainAsync(CancellationToken cancel)
    {
        var buffer = new byte[64 * 1024];
        while (await _socket.ReceiveAsync(buffer, cancel) > 0)
        {
        }
    }

    public void Dispose() => _socket.Dispose();
}
