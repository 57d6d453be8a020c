using System.Net;
using System.Net.Sockets;

namespace ZipkinMesh.Tests.Support;

/// <summary>The base class of servers that a test writes byte for byte. An unexpected exception of a connection is rethrown on disposal.</summary>
internal abstract class LoopbackServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TcpListener _listener;
    private readonly Task _accepting;

    /// <summary>Starts listening on a local address; port 0 takes any free port.</summary>
    protected LoopbackServer(string address = "127.0.0.1", int port = 0)
    {
        _listener = new TcpListener(IPAddress.Parse(address), port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Address => $"http://{_listener.LocalEndpoint}";

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stopping.Dispose();
    }

    /// <summary>Serves a connection until it ends. The token is canceled when the server is disposed.</summary>
    protected abstract Task ServeAsync(Socket socket, CancellationToken stopping);

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(RunAsync(await _listener.AcceptSocketAsync(_stopping.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException || (e is InvalidOperationException or SocketException && _stopping.IsCancellationRequested))
        {
            // The listener can be closed before the loop observes the cancellation.
            await Task.WhenAll(connections);
        }
    }

    private async Task RunAsync(Socket socket)
    {
        try
        {
            await ServeAsync(socket, _stopping.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The client or a handler closed the connection, or the server is being disposed.
        }
    }
}
