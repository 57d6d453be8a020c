using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ZipkinMesh.ZipkinBench.Load;

/// <summary>
/// A connection that posts what has been written before and reads no more of the answer than it must: what the client needs of
/// the processors is taken from the server.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[16 * 1024];

    public static byte[] Request(MessageFormat format, byte[] body)
    {
        var type = format == MessageFormat.Json ? "application/json" : "application/x-protobuf";
        var head = $"POST /api/v2/spans HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    public async Task ConnectAsync(int port, CancellationToken cancel) => await _socket.ConnectAsync(IPAddress.Loopback, port, cancel);

    /// <returns>The status; the body of the answer has to be empty, or have its length told.</returns>
    /// <exception cref="BenchException"/>
    public async Task<int> PostAsync(byte[] request, CancellationToken cancel)
    {
        for (var sent = 0; sent < request.Length;)
        {
            sent += await _socket.SendAsync(request.AsMemory(sent), cancel);
        }

        var length = 0;
        while (true)
        {
            var read = await _socket.ReceiveAsync(_answer.AsMemory(length), cancel);
            length += read;
            if (read == 0 || length == _answer.Length)
            {
                throw new BenchException($"the answer to a message is cut short after {length} bytes");
            }

            if (Status(_answer.AsSpan(0, length)) is { } status)
            {
                return status;
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    // Null: not all of it is there yet.
    private static int? Status(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return null;
        }

        var head = Encoding.ASCII.GetString(answer[..end]);
        var field = head.IndexOf("content-length:", StringComparison.OrdinalIgnoreCase);
        var body = field < 0 ? 0 : int.Parse(head.AsSpan(field + 15).Trim().ToString().Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture);
        return answer.Length < end + 4 + body ? null : int.Parse(head.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);
    }
}
