using System.Net;
using System.Net.Sockets;
using System.Text;
using ZipkinMesh.Bench.Harness;

namespace ZipkinMesh.Bench.Zipkin.Load;

/// <summary>
/// Represents a connection that posts prepared messages and parses as little of the response as possible, because client and server
/// share the cores.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _response = new byte[16 * 1024];

    public static byte[] Request(MessageFormat format, byte[] body)
    {
        var type = format == MessageFormat.Json ? "application/json" : "application/x-protobuf";
        var path = format == MessageFormat.Otlp ? "/v1/traces" : "/api/v2/spans";
        var head = $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    public async Task ConnectAsync(int port, CancellationToken cancel) => await _socket.ConnectAsync(IPAddress.Loopback, port, cancel);

    /// <summary>Sends a request and returns the status of the response. A body is supported only with <c>Content-Length</c>.</summary>
    /// <exception cref="BenchException">The connection was closed before the end of the response.</exception>
    public async Task<int> PostAsync(byte[] request, CancellationToken cancel)
    {
        for (var sent = 0; sent < request.Length;)
        {
            sent += await _socket.SendAsync(request.AsMemory(sent), cancel);
        }

        var length = 0;
        while (true)
        {
            var read = await _socket.ReceiveAsync(_response.AsMemory(length), cancel);
            length += read;
            if (read == 0 || length == _response.Length)
            {
                throw new BenchException($"the response to a message ends after {length} bytes");
            }

            if (Status(_response.AsSpan(0, length)) is { } status)
            {
                return status;
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    // Returns null while the response is incomplete.
    private static int? Status(ReadOnlySpan<byte> response)
    {
        var end = response.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return null;
        }

        var head = Encoding.ASCII.GetString(response[..end]);
        var field = head.IndexOf("content-length:", StringComparison.OrdinalIgnoreCase);
        var body = field < 0 ? 0 : int.Parse(head.AsSpan(field + 15).Trim().ToString().Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture);
        return response.Length < end + 4 + body ? null : int.Parse(head.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);
    }
}
