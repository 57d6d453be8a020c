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
        ["/early-413"] = Then("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", _ => Task.Delay(TimeSpan.FromSeconds(1))),
        ["/late-body"] = LateBodyAsync,
        ["/echo"] = EchoAsync,
    };

    private int _requests;

    /// <summary>Gets the number of requests received.</summary>
    public int Requests => Volatile.Read(ref _requests);

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

            await connection.WriteAsync(Ok);
        }
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

    private static async Task LateBodyAsync(string head, ServerConnection connection, Socket socket)
    {
        await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 6\r\n\r\n");
        await Task.Delay(TimeSpan.FromSeconds(1));
        await connection.WriteAsync("hello\n");
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
