using System.Globalization;

namespace ZipkinMesh.Tests.AccessLog;

/// <summary>Runs the upstream of the tests, which fails in the way that the path of a request names, and knows the clusters of both proxies.</summary>
internal sealed class LogPeers : IAsyncDisposable
{
    private readonly RawServer _server = new();

    public LogPeers() => _server.Handler = RespondAsync;

    /// <summary>Gets the routes: the prefix of the path, which is also the name, and the cluster.</summary>
    public static IReadOnlyList<(string Name, string Cluster)> Routes { get; } =
        [("up", "up"), ("slow", "up"), ("retry", "up"), ("refused", "refused"), ("nohost", "nohost")];

    /// <summary>Gets the clusters and their ports; null for a cluster without a destination.</summary>
    public IReadOnlyList<(string Name, int? Port)> Clusters => [("up", _server.Port), ("refused", RefusedPort), ("nohost", null)];

    private int RefusedPort { get; } = Scratch.FreePorts(1)[0];

    /// <summary>Waits until the upstream has received a request, by its header x-case.</summary>
    public async Task WaitForAsync(string name)
    {
        while ((await _server.TakeAsync())["x-case"] != name)
        {
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static Task RespondAsync(RawMessage request, RawConnection connection, CancellationToken cancel)
    {
        var kind = request.Target.Split('?')[0].Split('/')[^1];
        var handler = int.TryParse(kind, NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? RawServer.Status(status) : kind switch
        {
            "hang" => RawServer.Hang(),
            "close" => RawServer.RawThenClose(""),
            "garbage" => RawServer.RawThenClose("GARBAGE\r\n\r\n"),
            "truncated" => RawServer.RawThenClose("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello"),
            "badchunk" => RawServer.RawThenClose("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n"),
            "stalled" => StallAsync,
            "chunked" => RawServer.Raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nx-t: 1\r\n\r\n"),
            _ => RawServer.Raw($"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/x\r\nx-a: 1\r\nx-a: 2\r\nx-empty:\r\n\r\n{(request.StartLine.StartsWith("HEAD", StringComparison.Ordinal) ? "" : "hello")}"),
        };
        return handler(request, connection, cancel);
    }

    private static async Task StallAsync(RawMessage request, RawConnection connection, CancellationToken cancel)
    {
        await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello");
        await Task.Delay(Timeout.Infinite, cancel);
    }
}
