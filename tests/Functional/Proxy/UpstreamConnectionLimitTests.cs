using System.Net;
using System.Net.Http;
using Microsoft.Extensions.Time.Testing;
using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Upstreams.Http1;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the limits of connections to upstreams, at the handler of HTTP/1.1 itself.</summary>
public sealed class UpstreamConnectionLimitTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly RawServer _upstream = new();
    private readonly ClusterCounters _counters = new("any");
    private Http1Handler _handler = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connection_NoIdleTimeout_StaysOpen()
    {
        var client = Create(ConnectionLimits.Default with { IdleTimeout = TimeSpan.Zero, MaxDuration = TimeSpan.FromDays(7) });
        Assert.Equal("hello\n", await GetAsync(client));

        _time.Advance(TimeSpan.FromDays(6));

        Assert.Equal(1, _handler.Pools.OpenCount);
    }

    [Fact]
    public async Task Connection_MaxRequests_ClosesAfterThem()
    {
        var client = Create(ConnectionLimits.Default with { MaxRequests = 2 });

        Assert.Equal("hello\n", await GetAsync(client));
        Assert.Equal(1, _handler.Pools.OpenCount);
        Assert.Equal("hello\n", await GetAsync(client));

        Assert.Equal(0, _handler.Pools.OpenCount);
        Assert.Equal(1, _counters.MaxRequestsReached.Value);
        Assert.Equal("hello\n", await GetAsync(client));
    }

    [Fact]
    public async Task Connection_MaxDuration_ClosesIdleConnection()
    {
        var client = Create(ConnectionLimits.Default with { MaxDuration = TimeSpan.FromMinutes(1) });
        Assert.Equal("hello\n", await GetAsync(client));

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(0, _handler.Pools.OpenCount);
        Assert.Equal((1, 0), (_counters.MaxDurationsReached.Value, _counters.IdleTimeouts.Value));
    }

    [Fact]
    public async Task Connection_MaxDuration_FinishesRequestUnderWay()
    {
        var client = Create(ConnectionLimits.Default with { MaxDuration = TimeSpan.FromMinutes(1) });
        var mayAnswer = new TaskCompletionSource();
        _upstream.Handler = async (_, connection, _) =>
        {
            await mayAnswer.Task;
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        };
        var getting = GetAsync(client);
        await _upstream.TakeAsync();

        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, _handler.Pools.OpenCount);
        mayAnswer.SetResult();

        Assert.Equal("ok", await getting);
        Assert.Equal((0, 1), (_handler.Pools.OpenCount, _counters.MaxDurationsReached.Value));
    }

    [Fact]
    public async Task Connection_NotOpenedInTime_Throws()
    {
        var client = Create(ConnectionLimits.Default with { ConnectTimeout = TimeSpan.FromMilliseconds(100) });
        using var full = new FullBacklog();
        using var request = new HttpRequestMessage(HttpMethod.Get, full.Address);

        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SendAsync(request, Cancel));

        Assert.IsType<TimeoutException>(failure.InnerException);
        Assert.Equal((1, 1), (_counters.ConnectTimeouts.Value, _counters.ConnectFailures.Value));
    }

    public async ValueTask DisposeAsync()
    {
        _handler.Dispose();
        await _upstream.DisposeAsync();
        Assert.Equal(0, _handler.Pools.OpenCount);
    }

    private HttpMessageInvoker Create(ConnectionLimits limits)
    {
        _handler = new Http1Handler(new SocketsHttpHandler(), _time, limits, _counters);
        return new HttpMessageInvoker(_handler, disposeHandler: false);
    }

    private async Task<string> GetAsync(HttpMessageInvoker client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _upstream.Address);
        using var response = await client.SendAsync(request, Cancel);
        return await response.Content.ReadAsStringAsync(Cancel);
    }
}
