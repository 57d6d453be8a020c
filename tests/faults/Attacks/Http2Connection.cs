using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ZipkinMesh.Faults.Attacks;

/// <summary>Represents a client's HTTP/2 connection that sends frames byte for byte. What comes back is read and discarded.</summary>
internal sealed class Http2Connection : IDisposable
{
    public const byte Data = 0;
    public const byte Headers = 1;
    public const byte Priority = 2;
    public const byte ResetStream = 3;
    public const byte Settings = 4;
    public const byte Ping = 6;
    public const byte WindowUpdate = 8;
    public const byte Continuation = 9;

    public const byte EndStream = 1;
    public const byte EndHeaders = 4;
    public const byte Padded = 8;

    private const int HeaderLength = 9;

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
            byte[] preface = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, 0, settings)];
            await connection.SendAsync(preface, cancel);
            return connection;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Returns a frame.</summary>
    public static byte[] Frame(byte type, int flags, int stream, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[HeaderLength + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        (frame[3], frame[4]) = (type, (byte)flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(HeaderLength));
        return frame;
    }

    /// <summary>Returns a header as a literal, which isn't compressed or indexed.</summary>
    public static byte[] Literal(string name, string value) => [0, .. Text(name), .. Text(value)];

    /// <summary>Returns the headers of a request.</summary>
    public static byte[] Request(string method = "GET", string path = "/") =>
        [.. Literal(":method", method), .. Literal(":scheme", "http"), .. Literal(":authority", "mesh.test"), .. Literal(":path", path)];

    /// <summary>Returns a number of 32 bits.</summary>
    public static byte[] Number(int number)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    /// <summary>Returns a text with its length, as headers are encoded (RFC 7541, 5).</summary>
    public static byte[] Text(string text)
    {
        const int Short = 127;
        var length = new List<byte>();
        if (text.Length < Short)
        {
            length.Add((byte)text.Length);
        }
        else
        {
            length.Add(Short);
            var rest = text.Length - Short;
            for (; rest >= 128; rest >>= 7)
            {
                length.Add((byte)(rest | 128));
            }

            length.Add((byte)rest);
        }

        return [.. length, .. Encoding.ASCII.GetBytes(text)];
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
