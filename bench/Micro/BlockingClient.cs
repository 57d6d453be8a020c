using System.Net;
using System.Net.Sockets;

namespace ZipkinMesh.Bench.Micro;

/// <summary>Sends the same request repeatedly, without allocations.</summary>
internal sealed class BlockingClient : IDisposable
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private readonly byte[] _request;
    private readonly int _bodyLength;
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public BlockingClient(int port, byte[] request, int bodyLength)
    {
        (_request, _bodyLength) = (request, bodyLength);
        _socket.Connect(IPAddress.Loopback, port);
    }

    public void Send(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _socket.Send(_request);
            ReadResponse();
        }
    }

    public void Dispose() => _socket.Dispose();

    private void ReadResponse()
    {
        var length = 0;
        var end = -1;
        while (end < 0 || length < end + 4 + _bodyLength)
        {
            var count = _socket.Receive(_buffer, length, _buffer.Length - length, SocketFlags.None);
            if (count == 0)
            {
                throw new IOException("The proxy closed the connection.");
            }

            length += count;
            end = _buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
        }

        if (!_buffer.AsSpan().StartsWith("HTTP/1.1 200"u8))
        {
            throw new IOException("The proxy did not respond with 200.");
        }
    }
}
