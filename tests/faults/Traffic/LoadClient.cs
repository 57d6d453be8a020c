using System.Diagnostics;
using System.Net.Sockets;

namespace ZipkinMesh.Faults.Traffic;

/// <summary>
/// Sends requests at a constant rate over keep-alive connections. As HTTP clients do, it opens another connection after
/// <c>connection: close</c> and when it finds a connection closed before it sends; it never sends a request twice.
/// </summary>
internal sealed class LoadClient(int port, double perSecond, int connections)
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(60);

    private int _next = -1;

    /// <summary>Gets or sets the function that returns the request of a number.</summary>
    public Func<int, Request> Request { get; init; } = _ => Traffic.Request.Get();

    /// <summary>Gets or sets the function that returns true for an expected response.</summary>
    public Func<Response, bool> IsExpected { get; init; } = response => response is { Status: 200, IsComplete: true };

    /// <summary>Gets or sets the action to take when the head of a response has arrived.</summary>
    public Action? OnHead { get; init; }

    /// <summary>Gets a value indicating whether the client stops when the port is closed; otherwise the request counts as failed.</summary>
    public bool StopsWhenRefused { get; init; }

    /// <summary>Gets the counts; several clients may share them.</summary>
    public TrafficResult Result { get; init; } = new();

    /// <summary>Sends requests for a time, and waits for their responses.</summary>
    public async Task RunAsync(TimeSpan duration, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        var count = (int)(duration.TotalSeconds * perSecond);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => WorkAsync(clock, count, cancel), cancel)));
    }

    private async Task WorkAsync(Stopwatch clock, int count, CancellationToken cancel)
    {
        ClientConnection? connection = null;
        try
        {
            for (int number; (number = Interlocked.Increment(ref _next)) < count;)
            {
                var wait = TimeSpan.FromSeconds(number / perSecond) - clock.Elapsed;
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, cancel);
                }

                if (connection is { IsReusable: false } or { IsClosed: true })
                {
                    connection.Dispose();
                    connection = null;
                }

                using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                timeout.CancelAfter(RequestTimeout);
                try
                {
                    connection ??= await ClientConnection.OpenAsync(port, timeout.Token);
                    var response = await connection.SendAsync(Request(number), OnHead, timeout.Token);
                    Result.Add(response, IsExpected(response));
                }
                catch (SocketException) when (StopsWhenRefused)
                {
                    return;
                }
                catch (Exception e) when (e is SocketException or OperationCanceledException && !cancel.IsCancellationRequested)
                {
                    Result.Add(default, isExpected: false);
                    connection?.Dispose();
                    connection = null;
                }
            }
        }
        finally
        {
            connection?.Dispose();
        }
    }
}
