using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace ZipkinMesh.Bench.Micro;

/// <summary>
/// Responds to every request with the same bytes, on blocking threads without allocations, so that all allocations counted are the
/// proxy's.
/// </summary>
internal sealed class BlockingServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _response;

    public BlockingServer(byte[] response)
    {
        _response = response;
        _listener.Start();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public string Address => $"http://{_listener.LocalEndpoint}";

    public void Dispose() => _listener.Dispose();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var socket = _listener.AcceptSocket();
                new Thread(() => Serve(socket)) { IsBackground = true }.Start();
            }
        }
        catch (SocketException)
        {
            // Disposed.
        }
    }

    private void Serve(Socket socket)
    {
        using (socket)
        {
            socket.NoDelay = true;
            var buffer = new byte[64 * 1024];
            try
            {
                while (TryReadRequest(socket, buffer))
                {
                    socket.Send(_response);
                }
            }
            catch (SocketException)
            {
                // The proxy closed the connection while stopping.
            }
        }
    }

    private static bool TryReadRequest(Socket socket, byte[] buffer)
    {
        var length = 0;
        var end = -1;
        while (end < 0)
        {
            var count = socket.Receive(buffer, length, buffer.Length - length, SocketFlags.None);
            if (count == 0)
            {
                return false;
            }

            length += count;
            end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
        }

        // Discard the rest of the body.
        var body = ContentLength(buffer.AsSpan(0, end)) - (length - end - 4);
        while (body > 0)
        {
            body -= socket.Receive(buffer, 0, (int)Math.Min(body, buffer.Length), SocketFlags.None);
        }

        return true;
    }

    private static long ContentLength(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("Content-Length: "u8);
        return at >= 0 && Utf8Parser.TryParse(head[(at + 16)..], out long length, out _) ? length : 0;
    }
}
