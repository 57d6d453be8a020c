namespace ZipkinMesh.Tests.AccessLog;

/// <summary>Sends the same requests to a proxy of the mesh and to Envoy, with the same format, and compares the lines.</summary>
public sealed class EnvoyAccessLogTests
{
    private const string Id = "5951ce0d-8b58-96bf-b4a7-e8d8336907e3";
    private const string Headers = $"Host: mesh.test:80\r\nUser-Agent: ua\r\nx-request-id: {Id}\r\nb3: 463ac35c9f6413ad48485a3953bb6124-a2fb4a1d1a96d312-1\r\nConnection: close\r\n";

    // The names and the requests.
    private static readonly (string Name, string Method, string Path, string More)[] Requests =
    [
        ("ok", "GET", "/up/ok?a=1&b=%41", "x-q: one two\r\nx-dup: 1\r\nx-dup: 2\r\n\r\n"),
        ("forwarded", "GET", "/up/ok", "x-forwarded-for: 9.9.9.9, 172.16.1.2\r\nx-forwarded-proto: https\r\nx-envoy-original-path: /original?x=1\r\n\r\n"),
        ("head", "HEAD", "/up/ok", "\r\n"),
        ("post", "POST", "/up/ok", "Content-Length: 7\r\n\r\n1234567"),
        ("post-chunked", "POST", "/up/ok", "Transfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n0\r\n\r\n"),
        ("chunked", "GET", "/up/chunked", "\r\n"),
        ("204", "GET", "/up/204", "\r\n"),
        ("304", "GET", "/up/304", "\r\n"),
        ("413", "POST", "/up/413", "Content-Length: 3\r\n\r\n123"),
        ("500", "GET", "/up/500", "\r\n"),
        ("no-route", "GET", "/elsewhere", "\r\n"),
        ("refused", "GET", "/refused", "\r\n"),
        ("no-host", "GET", "/nohost", "\r\n"),
        ("close", "POST", "/up/close", "Content-Length: 3\r\n\r\n123"),
        ("garbage", "GET", "/up/garbage", "\r\n"),
        ("timeout", "GET", "/slow/hang", "\r\n"),
        ("timeout-in-body", "GET", "/slow/stalled", "\r\n"),
        ("truncated", "GET", "/up/truncated", "\r\n"),
        ("bad-chunk", "GET", "/up/badchunk", "\r\n"),
        ("retry-500", "GET", "/retry/500", "\r\n"),
        ("retry-close", "GET", "/retry/close", "\r\n"),
        ("retry-timeout", "GET", "/retry/hang", "\r\n"),
        ("malformed-body", "POST", "/up/ok", "Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
    ];

    // Those that Kestrel rejects, such as a space in a header's name, aren't requests to the proxy and have no line.
    private static readonly string[] RejectedRequests =
    [
        $"GET /up/ok HTTP/1.1\r\n{Headers}x: \u0001\r\n\r\n",
        $"FOO /up/ok HTTP/1.1\r\n{Headers}\r\n",
        $"GET /up/ok HTTP/1.0\r\n{Headers}\r\n",
        $"POST /up/ok HTTP/1.1\r\n{Headers}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        $"POST /up/ok HTTP/1.1\r\n{Headers}Transfer-Encoding: gzip\r\n\r\n",
        "GET /up/ok HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: foo\r\n\r\n",
    ];

    [Fact]
    public async Task Lines_SameRequests_EqualEnvoys()
    {
        await using var peers = new LogPeers();
        using var envoy = await LoggedProxy.StartEnvoyAsync(peers, LogFormat.All);
        using var mesh = await LoggedProxy.StartMeshAsync(peers, LogFormat.All);

        var expected = await LogAsync(envoy, peers);
        var actual = await LogAsync(mesh, peers);

        var differences = expected.Keys.SelectMany(name => Differences(name, expected[name], actual[name])).ToList();
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public async Task Lines_RejectedRequests_EqualEnvoys()
    {
        await using var peers = new LogPeers();
        using var envoy = await LoggedProxy.StartEnvoyAsync(peers, LogFormat.Rejected);
        using var mesh = await LoggedProxy.StartMeshAsync(peers, LogFormat.Rejected);
        foreach (var proxy in new[] { envoy, mesh })
        {
            foreach (var request in RejectedRequests)
            {
                await SendAsync(proxy, request);
            }
        }

        Assert.Equal(await envoy.ReadLinesAsync(RejectedRequests.Length), await mesh.ReadLinesAsync(RejectedRequests.Length));
    }

    // The lines by the names of the requests.
    private static async Task<Dictionary<string, string[]>> LogAsync(LoggedProxy proxy, LogPeers peers)
    {
        foreach (var (name, method, path, more) in Requests)
        {
            await SendAsync(proxy, $"{method} {path} HTTP/1.1\r\n{Headers}x-case: {name}\r\n{more}");
        }

        // The client disconnects while it waits for a response.
        using (var connection = await RawConnection.OpenAsync(proxy.Port))
        {
            await connection.WriteAsync($"GET /up/hang HTTP/1.1\r\n{Headers}x-case: client-gone\r\n\r\n");
            await peers.WaitForAsync("client-gone");
        }

        var lines = await proxy.ReadLinesAsync(Requests.Length + 1);
        return lines.Select(line => line.Split(" | ")).ToDictionary(fields => fields[0].Split('=')[1]);
    }

    private static async Task SendAsync(LoggedProxy proxy, string request)
    {
        using var connection = await RawConnection.OpenAsync(proxy.Port);
        await connection.WriteAsync(request);
        await connection.WaitForCloseAsync();
    }

    private static IEnumerable<string> Differences(string name, string[] expected, string[] actual) =>
        expected.Zip(actual).Where(pair => pair.First != pair.Second && !KnownDifferences.Contains(name, pair.First))
            .Select(pair => $"{name}: Envoy {pair.First}, mesh {pair.Second}");
}
