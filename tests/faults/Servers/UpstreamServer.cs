using System.Net.Sockets;

namespace ZipkinMesh.Faults.Servers;

/// <summary>Represents an upstream that fails in the way that the path names; see <see cref="Paths"/>.</summary>
internal sealed class UpstreamServer : TcpServer
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\nhello\n";

    /// <summary>Gets the behaviours, by path. Every other path responds with 200.</summary>
    private static readonly Dictionary<string, Func<string, ServerConnection, Socket, Task>> Paths = new(StringComparer.Ordinal)
    {
        ["/hang"] = (_, connection, _) => connection.WaitForCloseAsync(),
        ["/close"] = Then("", Close),
        ["/reset"] = Then("", Reset),
        ["/cut-length"] = Then("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\npart", Close),
        ["/cut-chunked"] = Then("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n", Close),
        ["/cut-head"] = Then("HTTP/1.1 200 OK\r\nContent-Le", Close),
        ["/garbage"] = Then("\u0001\u0002\u0003\r\n\r\n", Close),
        ["/status-099"] = Then("HTTP/1.1 099 Low\r\nContent-Length: 0\r\n\r\n", Close),
        ["/both-framings"] = Then("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", Close),
        ["/nul-in-value"] = Then("HTTP/1.1 200 OK\r\nX-A: a\0b\r\nContent-Length: 0\r\n\r\n", Close),
        ["/unknown-coding"] = Then("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", Close),
        ["/many-headers"] = Then($"HTTP/1.1 200 OK\r\n{string.Concat(Enumerable.Range(0, 150).Select(i => $"X-{i}: 1\r\n"))}Content-Length: 0\r\n\r\n", Close),
        ["/endless-head"] = (_, connection, _) => RepeatAsync(connection, "HTTP/1.1 200 OK\r\n", $"X-A: {new string('a', 1000)}\r\n"),
        ["/endless-interim"] = (_, connection, _) => RepeatAsync(connection, "", "HTTP/1.1 103 Early Hints\r\n\r\n"),
        ["/large"] = LargeAsync,
        ["/early-413"] = EarlyResponseAsync,
        ["/echo"] = EchoAsync,
    };

    // The time after which the body comes to a client that hasn't seen the headers.
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _headsSeen = new(0);
    private int _requests;

    /// <summary>Gets the number of requests received.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Sends the body of a response whose head a client has seen.</summary>
    public void SendBody() => _headsSeen.Release();

    protected override async Task ServeAsync(Socket socket, ServerConnection connection)
    {
        while (await connection.ReadHeadAsync() is { } head)
        {
            Interlocked.Increment(ref _requests);
            var path = head.Split(' ')[1];
            if (Paths.TryGetValue(path, out var behavior))
            {
                await behavior(head, connection, socket);
                return;
            }

            if (path == "/late-body")
            {
                await SendLateBodyAsync(connection);
                continue;
            }

            await connection.WriteAsync(Ok);
        }
    }

    // The client that has seen the head lets the body come.
    private async Task SendLateBodyAsync(ServerConnection connection)
    {
        await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 6\r\n\r\n");
        await _headsSeen.WaitAsync(BodyTimeout);
        await connection.WriteAsync("hello\n");
    }

    private static Func<string, ServerConnection, Socket, Task> Then(string response, Func<Socket, Task> end) => async (_, connection, socket) =>
    {
        await connection.WriteAsync(response);
        await end(socket);
    };

    private static Task Close(Socket socket)
    {
        socket.Shutdown(SocketShutdown.Both);
        return Task.CompletedTask;
    }

    private static new Task Reset(Socket socket)
    {
        TcpServer.Reset(socket);
        return Task.CompletedTask;
    }

    private static async Task RepeatAsync(ServerConnection connection, string begin, string part)
    {
        await connection.WriteAsync(begin);
        while (true)
        {
            await connection.WriteAsync(part);
        }
    }

    private static async Task LargeAsync(string head, ServerConnection connection, Socket socket)
    {
        const int Length = 32 * 1024 * 1024;
        var part = new byte[64 * 1024];
        await connection.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Length}\r\n\r\n");
        for (var sent = 0; sent < Length; sent += part.Length)
        {
            await connection.WriteAsync(part);
        }
    }

    // Discards what still comes of the request until the proxy closes the connection. A close with unread data would be a reset.
    private static async Task EarlyResponseAsync(string head, ServerConnection connection, Socket socket)
    {
        await connection.WriteAsync("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await connection.WaitForCloseAsync();
    }

    // Responds while it reads: each part of the body goes back before the next one is read.
    private static async Task EchoAsync(string head, ServerConnection connection, Socket socket)
    {
        var left = (long)ServerConnection.ContentLength(head);
        await connection.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Length: {left}\r\n\r\n");
        while (left > 0 && await connection.ReadSomeAsync(left) is { IsEmpty: false } part)
        {
            await connection.WriteAsync(part);
            left -= part.Length;
        }
    }
}
