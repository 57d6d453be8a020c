using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace ZipkinMesh.Tests.Support;

/// <summary>
/// A server whose every answer a test writes, and that hands out what it was asked, byte for byte. What goes wrong in it fails
/// the test at its disposal.
/// </summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly Channel<RawMessage> _requests = Channel.CreateUnbounded<RawMessage>();
    private readonly CancellationTokenSource _over = new();
    private readonly TcpListener _listener;
    private readonly Task _accepting;
    private int _seen;

    /// <summary>Listens at an address of this machine's; port 0 takes a free one.</summary>
    public RawServer(string address = "127.0.0.1", int port = 0)
    {
        _listener = new TcpListener(IPAddress.Parse(address), port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Answers one request on its connection. The token tells that the test is over.</summary>
    public delegate Task Script(RawMessage request, RawConnection connection, CancellationToken over);

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Address => $"http://{_listener.LocalEndpoint}";

    public Script Answer { get; set; } = Text("hello\n");

    /// <summary>How many requests came.</summary>
    public int Seen => Volatile.Read(ref _seen);

    /// <summary>200 with a text.</summary>
    public static Script Text(string body) => Raw($"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    /// <summary>A status without a body.</summary>
    public static Script Status(int status) => Raw($"HTTP/1.1 {status} Any\r\nContent-Length: 0\r\n\r\n");

    /// <summary>These very bytes.</summary>
    public static Script Raw(string response) => (_, connection, _) => connection.WriteAsync(response);

    /// <summary>These very bytes, and the connection's end.</summary>
    public static Script RawThenClose(string response) => async (_, connection, _) =>
    {
        await connection.WriteAsync(response);
        connection.Dispose();
    };

    /// <summary>No answer for as long as the test takes.</summary>
    public static Script Hang() => (_, _, over) => Task.Delay(Timeout.Infinite, over);

    /// <summary>The next request that came.</summary>
    public async Task<RawMessage> TakeAsync()
    {
        using var bound = new CancellationTokenSource(Lines.Bound);
        return await _requests.Reader.ReadAsync(bound.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        var served = new List<Task>();
        try
        {
            while (true)
            {
                served.Add(ServeAsync(await _listener.AcceptSocketAsync(_over.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException || (e is InvalidOperationException && _over.IsCancellationRequested))
        {
            // The listener may be closed before the loop sees the cancellation.
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var connection = new RawConnection(socket);
        try
        {
            while (await connection.ReadRequestAsync(_over.Token) is { } request)
            {
                Interlocked.Increment(ref _seen);
                _requests.Writer.TryWrite(request);
                await Answer(request, connection, _over.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The other end closed the connection, the script did, or the test is over.
        }
    }
}
