using System.Net.Sockets;
using System.Threading.Channels;

namespace ZipkinMesh.Tests.Support;

/// <summary>An HTTP/1.1 server that sends the responses a test writes, byte for byte, and records the requests as received.</summary>
/// <param name="address">The local address to listen on.</param>
/// <param name="port">The port; 0 for any free one.</param>
internal sealed class RawServer(string address = "127.0.0.1", int port = 0) : LoopbackServer(address, port)
{
    private readonly Channel<RawMessage> _requests = Channel.CreateUnbounded<RawMessage>();
    private int _requestCount;

    /// <summary>Responds to one request on its connection. The token is canceled when the server is disposed.</summary>
    public delegate Task RequestHandler(RawMessage request, RawConnection connection, CancellationToken cancel);

    /// <summary>Gets or sets the handler of all requests.</summary>
    public RequestHandler Handler { get; set; } = Text("hello\n");

    /// <summary>Gets the number of requests received.</summary>
    public int RequestCount => Volatile.Read(ref _requestCount);

    /// <summary>Responds with 200 and a text body.</summary>
    public static RequestHandler Text(string body) => Raw($"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    /// <summary>Responds with a status and no body.</summary>
    public static RequestHandler Status(int status) => Raw($"HTTP/1.1 {status} Any\r\nContent-Length: 0\r\n\r\n");

    /// <summary>Responds with the given bytes.</summary>
    public static RequestHandler Raw(string response) => (_, connection, _) => connection.WriteAsync(response);

    /// <summary>Responds with the given bytes, then closes the connection.</summary>
    public static RequestHandler RawThenClose(string response) => async (_, connection, _) =>
    {
        await connection.WriteAsync(response);
        connection.Dispose();
    };

    /// <summary>Never responds.</summary>
    public static RequestHandler Hang() => (_, _, cancel) => Task.Delay(Timeout.Infinite, cancel);

    /// <summary>Returns the next request, and waits until there is one.</summary>
    public async Task<RawMessage> TakeAsync()
    {
        using var timeout = new CancellationTokenSource(Lines.Bound);
        return await _requests.Reader.ReadAsync(timeout.Token);
    }

    protected override async Task ServeAsync(Socket socket, CancellationToken stopping)
    {
        using var connection = new RawConnection(socket);
        while (await connection.ReadRequestAsync(stopping) is { } request)
        {
            Interlocked.Increment(ref _requestCount);
            _requests.Writer.TryWrite(request);
            await Handler(request, connection, stopping);
        }
    }
}
