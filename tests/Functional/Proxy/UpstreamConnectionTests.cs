using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Upstreams.Http1;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the reuse and the end of connections to upstreams, at the handler of HTTP/1.1 itself.</summary>
public sealed class UpstreamConnectionTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly RawServer _upstream = new();
    private readonly ClusterCounters _counters = new("any");
    private readonly Http1Handler _handler;
    private readonly HttpMessageInvoker _client;

    public UpstreamConnectionTests()
    {
        _handler = new Http1Handler(new SocketsHttpHandler(), _time, ConnectionLimits.Default, _counters);
        _client = new HttpMessageInvoker(_handler);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connection_AfterResponse_IsReused()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("hello\n", await GetAsync());
        }

        Assert.Equal(1, _handler.Pools.OpenCount);
    }

    [Fact]
    public async Task Connection_UpstreamClosesWhileIdle_IsClosedAndNotUsed()
    {
        var closing = new TaskCompletionSource();
        _upstream.Handler = async (_, connection, _) =>
        {
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            await closing.Task;
            connection.Dispose();
        };
        Assert.Equal("ok", await GetAsync());
        Assert.Equal(1, _handler.Pools.OpenCount);

        closing.SetResult();
        await WaitForOpenAsync(0);

        Assert.Equal("ok", await GetAsync());
    }

    [Fact]
    public async Task Connection_IdleTooLong_IsClosedAndItsPoolRemoved()
    {
        Assert.Equal("hello\n", await GetAsync());

        _time.Advance(ConnectionLimits.Default.IdleTimeout * 2);

        Assert.Equal((0, 0), (_handler.Pools.OpenCount, _handler.Pools.Count));
        Assert.Equal("hello\n", await GetAsync());
        Assert.Equal(1, _counters.IdleTimeouts.Value);
    }

    [Fact]
    public async Task Connection_HandlerRetired_RequestFinishesAndConnectionCloses()
    {
        var mayAnswer = new TaskCompletionSource();
        _upstream.Handler = async (_, connection, _) =>
        {
            await mayAnswer.Task;
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        };
        var getting = GetAsync();
        await _upstream.TakeAsync();

        _handler.Pools.Retire();
        mayAnswer.SetResult();

        Assert.Equal("ok", await getting);
        Assert.Equal(0, _handler.Pools.OpenCount);
    }

    [Fact]
    public async Task Connection_ResponseNotReadToItsEnd_IsClosed()
    {
        _upstream.Handler = RawServer.Raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        var response = await SendAsync();

        response.Dispose();

        Assert.Equal(0, _handler.Pools.OpenCount);
    }

    [Fact]
    public async Task Request_Canceled_ClosesItsConnection()
    {
        _upstream.Handler = RawServer.Hang();
        using var cancel = new CancellationTokenSource();
        var sending = SendAsync(cancel.Token);
        await _upstream.TakeAsync();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal(0, _handler.Pools.OpenCount);
    }

    [Fact]
    public async Task Request_ConnectionRefused_ThrowsConnectionError()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{Scratch.FreePorts(1)[0]}/");

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => _client.SendAsync(request, Cancel));

        Assert.Equal(HttpRequestError.ConnectionError, failure.HttpRequestError);
        Assert.Equal(SocketError.ConnectionRefused, Assert.IsType<SocketException>(failure.InnerException).SocketErrorCode);
        Assert.Equal(0, _handler.Pools.OpenCount);
    }

    [Fact]
    public async Task Requests_AtTheSameTime_UseAsManyConnections()
    {
        const int count = 20;
        var all = new CountdownEvent(count);
        _upstream.Handler = async (_, connection, cancel) =>
        {
            all.Signal();
            await Task.Run(() => all.Wait(cancel), cancel);
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        };

        var bodies = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => GetAsync()));

        Assert.All(bodies, body => Assert.Equal("ok", body));
        Assert.Equal(count, _handler.Pools.OpenCount);
        all.Dispose();
    }

    [Theory]
    [InlineData("xn--fiq228c.com")]
    [InlineData("a:99999")]
    [InlineData("a!b")]
    [InlineData("a..b")]
    [InlineData("")]
    public async Task Host_Any_IsSentOnceAndFirst(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _upstream.Address + "/x");
        request.Headers.TryAddWithoutValidation("A", "b");
        request.Headers.TryAddWithoutValidation("Host", host);

        using var response = await _client.SendAsync(request, Cancel);

        var received = await _upstream.TakeAsync();
        Assert.Equal([("Host", host), ("A", "b")], received.Headers);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _upstream.DisposeAsync();
        Assert.Equal(0, _handler.Pools.OpenCount);
    }

    private async Task<HttpResponseMessage> SendAsync(CancellationToken? cancel = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _upstream.Address);
        return await _client.SendAsync(request, cancel ?? Cancel);
    }

    private async Task<string> GetAsync()
    {
        using var response = await SendAsync();
        await using var body = await response.Content.ReadAsStreamAsync(Cancel);
        using var reader = new StreamReader(body);
        return await reader.ReadToEndAsync(Cancel);
    }

    private async Task WaitForOpenAsync(int count)
    {
        using var timeout = new CancellationTokenSource(Lines.Bound);
        while (_handler.Pools.OpenCount != count)
        {
            await Task.Delay(5, timeout.Token);
        }
    }
}
