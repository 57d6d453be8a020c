using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

namespace ZipkinMesh.Tests.Support;

/// <summary>
/// Clients that send requests at a fixed rate, each on a connection that it keeps until a response closes it. Disposal stops them.
/// </summary>
internal sealed class LoadClients : IAsyncDisposable
{
    private const int Count = 20;
    private const int RequestsPerSecond = 200;

    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<string> _failures = [];
    private readonly Task[] _clients;
    private int _succeeded;
    private int _refused;

    /// <summary>Starts 20 clients that together send 200 requests a second.</summary>
    /// <param name="port">The port of the proxy.</param>
    /// <param name="keepsAlive">False to open a connection for each request.</param>
    public LoadClients(int port, bool keepsAlive = true) =>
        _clients = [.. Enumerable.Range(0, Count).Select(client => Task.Run(() => RunAsync(port, keepsAlive, client)))];

    /// <summary>Gets the number of requests with status 200.</summary>
    public int Succeeded => Volatile.Read(ref _succeeded);

    /// <summary>Gets the number of connections that couldn't be opened: no request was sent.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Gets a line for each request that was sent and got no response, or one other than 200.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>Waits until a number of further requests have succeeded.</summary>
    public async Task WaitForAsync(int count)
    {
        var target = Succeeded + count;
        for (var clock = Stopwatch.StartNew(); Succeeded < target; await Task.Delay(10))
        {
            Assert.True(clock.Elapsed < Lines.Bound, $"{Succeeded} of {target} requests succeeded; {Refused} refused; {string.Join('\n', Failures)}");
        }
    }

    /// <summary>Stops sending, and waits for the requests under way.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_clients);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }

    private async Task RunAsync(int port, bool keepsAlive, int client)
    {
        var interval = TimeSpan.FromSeconds((double)Count / RequestsPerSecond);
        await Task.Delay(interval * client / Count);
        using var timer = new PeriodicTimer(interval);
        RawConnection? connection = null;
        while (!_stopping.IsCancellationRequested)
        {
            connection = await SendAsync(port, connection, keepsAlive);
            await timer.WaitForNextTickAsync();
        }

        connection?.Dispose();
    }

    // Returns the connection for the next request.
    private async Task<RawConnection?> SendAsync(int port, RawConnection? connection, bool keepsAlive)
    {
        try
        {
            connection ??= await RawConnection.OpenAsync(port);
        }
        catch (SocketException)
        {
            Interlocked.Increment(ref _refused);
            return null;
        }

        try
        {
            await connection.WriteAsync(RawRequest.Get("/trace/1"));
            var response = await connection.ReadResponseAsync();
            if (response.Status == "200")
            {
                Interlocked.Increment(ref _succeeded);
            }
            else
            {
                _failures.Enqueue(response.ToString());
            }

            if (keepsAlive && response["connection"] != "close")
            {
                return connection;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            _failures.Enqueue(e.Message);
        }

        connection.Dispose();
        return null;
    }
}
