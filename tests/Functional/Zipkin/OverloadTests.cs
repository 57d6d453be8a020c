using System.Net.Sockets;
using System.Text;
using ZipkinMesh.Zipkin.Ingest;

namespace ZipkinMesh.Tests.Zipkin;

public sealed class OverloadTests
{
    private const string Span = """[{"traceId":"a1","id":"b1"}]""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_AboveTheLimit_Gets503AndNothingIsLost()
    {
        await using var zipkin = await RunningZipkin.StartAsync("COLLECTOR_MAX_MESSAGES=1");
        using var slow = new TcpClient(zipkin.Client.BaseAddress!.Host, zipkin.Client.BaseAddress.Port);
        var stream = slow.GetStream();
        await SendAsync(stream, $"POST /api/v2/spans HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: {Span.Length}\r\n\r\n");
        // The 100 shows that the message was admitted.
        Assert.NotEqual(0, await stream.ReadAsync(new byte[1], Cancel));

        using var content = new StringContent(Span.Replace("a1", "a2", StringComparison.Ordinal));
        using var rejection = await zipkin.Client.PostAsync("/api/v2/spans", content, Cancel);
        await SendAsync(stream, Span);
        var response = await new StreamReader(stream).ReadToEndAsync(Cancel);

        Assert.Equal(503, (int)rejection.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), rejection.Headers.RetryAfter?.Delta);
        Assert.Contains("HTTP/1.1 202 ", response, StringComparison.Ordinal);
        Assert.Equal(200, (await zipkin.GetAsync("/api/v2/trace/a1")).Status);
        // Capacity is available again.
        await zipkin.GivenAsync(Span.Replace("a1", "a2", StringComparison.Ordinal));
        Assert.Equal(200, (await zipkin.GetAsync("/api/v2/trace/a2")).Status);
    }

    [Fact]
    public async Task Post_ManyConcurrently_StoresAllAccepted()
    {
        await using var zipkin = await RunningZipkin.StartAsync("COLLECTOR_MAX_MESSAGES=2");
        var responses = await Task.WhenAll(Enumerable.Range(1, 60).Select(async i =>
            (Id: i, (await zipkin.PostAsync($$"""[{"traceId":"{{i}}","id":"1"}]""")).Status)));

        foreach (var (id, status) in responses)
        {
            Assert.True(status is 202 or 503, $"{status}");
            Assert.Equal(status == 202 ? 200 : 404, (await zipkin.GetAsync($"/api/v2/trace/{id}")).Status);
        }
    }

    [Fact]
    public void TryGrow_AboveTheMemoryLimit_FailsUntilMemoryIsReleased()
    {
        using var limiter = new IngestLimiter(maxMessages: 10);
        Assert.True(limiter.TryEnter());
        Assert.True(limiter.TryGrow(200 * 1024 * 1024));

        Assert.False(limiter.TryGrow(100 * 1024 * 1024));
        limiter.Leave(200 * 1024 * 1024);
        Assert.True(limiter.TryGrow(100 * 1024 * 1024));
    }

    private static Task SendAsync(NetworkStream stream, string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text), Cancel).AsTask();
}
