using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests that both bodies of an exchange flow at the same time, and that nothing is held back.</summary>
public sealed class StreamingTests : ProxyTests
{
    private const string Early = "HTTP/1.1 413 Too Large\r\nContent-Length: 5\r\n\r\nlarge";

    [Fact]
    public async Task Upstream_AnswersWhileItReads_LargeBodyIsEchoed()
    {
        const int size = 40_000_000;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).WithUpstream($"http://{listener.LocalEndpoint}"));
        var echo = EchoAsync(listener, size);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", proxy.Ports[0], TestContext.Current.CancellationToken);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var sending = SendAsync(client.GetStream(), $"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {size}\r\n\r\n", size);
        var received = await ReadBodyAsync(client.GetStream(), size);

        await Task.WhenAll(sending, echo);
        Assert.Equal(size, received);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 20_000_000);
        var span = await proxy.Collector.TakeAsync();
        Assert.Equal(("-", $"{size}", $"{size}"), (span.Flags, span.Tags["request_size"], span.Tags["response_size"]));
    }

    [Theory]
    [InlineData("Content-Length: 1000000\r\n\r\nabc", Early, "413")]
    [InlineData("Content-Length: 1000000\r\n\r\n", Early, "413")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", Early, "413")]
    [InlineData("Content-Length: 1000000\r\n\r\nabc", "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n", "401")]
    [InlineData("Content-Length: 1000000\r\n\r\nabc", "HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 5\r\n\r\nlarge", "413")]
    public async Task Upstream_AnswersBeforeItHasRead_ResponseIsForwardedAndConnectionsClose(string request, string response, string status)
    {
        using var upstream = new TcpListener(IPAddress.Loopback, 0);
        upstream.Start();
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).WithUpstream($"http://{upstream.LocalEndpoint}"));
        var answering = AnswerHeadAsync(upstream, response);
        var client = await proxy.ConnectAsync();

        await client.WriteAsync("POST / HTTP/1.1\r\nHost: a\r\n" + request);
        var answer = await client.ReadResponseAsync();

        Assert.Equal((status, "close", true), (answer.Status, answer["connection"], answer.IsComplete));
        using var connection = await answering;
        await connection.WaitForCloseAsync();
        client.Dispose();
        var span = await proxy.Collector.TakeAsync();
        Assert.Equal((status, "-"), (span.Tags["http.status_code"], span.Flags));
    }

    [Theory]
    [InlineData("Content-Type: text/event-stream\r\nTransfer-Encoding: chunked", "5\r\nevent\r\n0\r\n\r\n")]
    [InlineData("Content-Length: 5", "event")]
    public async Task Upstream_SendsHeadBeforeBody_HeadIsForwardedAtOnce(string framing, string body)
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front));
        var mayContinue = new TaskCompletionSource();
        proxy.Upstream.Handler = async (_, connection, _) =>
        {
            await connection.WriteAsync($"HTTP/1.1 200 OK\r\n{framing}\r\n\r\n");
            await mayContinue.Task;
            await connection.WriteAsync(body);
        };
        var client = await proxy.ConnectAsync();

        await client.WriteAsync(RawRequest.Get("/"));
        await client.ReadResponseHeadAsync(); // The body is sent only after this.

        mayContinue.SetResult();
        Assert.Equal("5", (await proxy.Collector.TakeAsync()).Tags["response_size"]);
    }

    [Theory]
    [InlineData("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n", "417")]
    [InlineData(Early, "413")]
    public async Task Expect_UpstreamRefuses_ResponseIsForwardedWithoutContinue(string response, string status)
    {
        using var upstream = new TcpListener(IPAddress.Loopback, 0);
        upstream.Start();
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).WithUpstream($"http://{upstream.LocalEndpoint}"));
        var answering = AnswerHeadAsync(upstream, response);
        var client = await proxy.ConnectAsync();

        await client.WriteAsync("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        var answer = await client.ReadResponseAsync();

        Assert.Equal(status, answer.Status);
        using var connection = await answering;
        client.Dispose();
        Assert.Equal(status, (await proxy.Collector.TakeAsync()).Tags["http.status_code"]);
    }

    [Theory]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n")]
    [InlineData("")] // The upstream ignores the expectation.
    public async Task Expect_UpstreamAccepts_BodyIsForwardedAfterContinue(string interim)
    {
        using var upstream = new TcpListener(IPAddress.Loopback, 0);
        upstream.Start();
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).WithUpstream($"http://{upstream.LocalEndpoint}"));
        var answering = AnswerHeadAsync(upstream, interim);
        var client = await proxy.ConnectAsync();

        await client.WriteAsync("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        var answer = await client.ReadResponseAsync();
        Assert.Equal("100", answer.Status);
        await client.WriteAsync("hello");

        using var connection = await answering;
        Assert.Equal("hello", await connection.ReadTextAsync(5));
        await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        Assert.Equal("ok", (await client.ReadResponseAsync()).Body);
        Assert.Equal("5", (await proxy.Collector.TakeAsync()).Tags["request_size"]);
    }

    private static async Task<RawConnection> AnswerHeadAsync(TcpListener listener, string response)
    {
        var connection = new RawConnection(await listener.AcceptSocketAsync());
        await connection.ReadResponseHeadAsync();
        await connection.WriteAsync(response);
        return connection;
    }

    private static async Task EchoAsync(TcpListener listener, long size)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var buffer = new byte[64 * 1024];
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(buffer.AsMemory(0, 1));
            head.Append((char)buffer[0]);
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n"));
        for (var rest = size; rest > 0;)
        {
            var count = await stream.ReadAsync(buffer);
            Assert.NotEqual(0, count);
            await stream.WriteAsync(buffer.AsMemory(0, count));
            rest -= count;
        }
    }

    private static async Task SendAsync(NetworkStream stream, string head, int size)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        var block = new byte[100_000];
        for (var sent = 0; sent < size; sent += block.Length)
        {
            await stream.WriteAsync(block);
        }
    }

    private static async Task<long> ReadBodyAsync(NetworkStream stream, long size)
    {
        using var timeout = new CancellationTokenSource(Lines.Bound);
        var buffer = new byte[64 * 1024];
        var head = 0;
        for (var last = 0u; last != 0x0d0a0d0a; head++)
        {
            await stream.ReadExactlyAsync(buffer.AsMemory(0, 1), timeout.Token);
            last = (last << 8) | buffer[0];
        }

        var received = 0L;
        while (received < size && await stream.ReadAsync(buffer, timeout.Token) is > 0 and var count)
        {
            received += count;
        }

        return received;
    }
}
