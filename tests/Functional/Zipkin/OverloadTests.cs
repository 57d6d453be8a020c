using System.Net.Sockets;
using System.Text;
using ZipkinMesh.Zipkin.Ingest;

namespace ZipkinMesh.Tests.Zipkin;

public sealed class OverloadTests
{
    private const string Span = """[{"traceId":"a1","id":"b1"}]""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_AboveTheLimit_Gets503UntilCapacityIsAvailable()
    {
        await using var zipkin = await RunningZipkin.StartAsync("COLLECTOR_MAX_MESSAGES=1");
        var limiter = zipkin.Service<IngestLimiter>();
        Assert.True(limiter.TryEnter());

        using var content = new StringContent(Span);
        using var rejection = await zipkin.Client.PostAsync("/api/v2/spans", content, Cancel);

        Assert.Equal(503, (int)rejection.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), rejection.Headers.RetryAfter?.Delta);
        Assert.Equal(404, (await zipkin.GetAsync("/api/v2/trace/a1")).Status);
        limiter.Leave();
        await zipkin.GivenAsync(Span);
        Assert.Equal(200, (await zipkin.GetAsync("/api/v2/trace/a1")).Status);
    }

    [Fact]
    public async Task Post_OthersUploadSlowly_IsAcceptedAndNothingIsLost()
    {
        await using var zipkin = await RunningZipkin.StartAsync("COLLECTOR_MAX_MESSAGES=1");
        using var slow = new TcpClient(zipkin.Client.BaseAddress!.Host, zipkin.Client.BaseAddress.Port);
        var stream = slow.GetStream();
        await SendAsync(stream, $"POST /api/v2/spans HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: {Span.Length}\r\n\r\n");
        // The 100 shows that the server is reading the message.
        Assert.NotEqual(0, await stream.ReadAsync(new byte[1], Cancel));

        await zipkin.GivenAsync(Span.Replace("a1", "a2", StringComparison.Ordinal));
        await SendAsync(stream, Span);
        var response = await new StreamReader(stream).ReadToEndAsync(Cancel);

        Assert.Contains("HTTP/1.1 202 ", response, StringComparison.Ordinal);
        Assert.Equal(200, (await zipkin.GetAsync("/api/v2/trace/a1")).Status);
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
        var budget = new UploadBudget(250 * 1024 * 1024);
        var first = budget.Begin(Cancel);
        Assert.True(first.TryGrow(200 * 1024 * 1024));
        // Complete messages don't give way.
        first.Complete();

        using var second = budget.Begin(Cancel);
        Assert.False(second.TryGrow(100 * 1024 * 1024));
        first.Dispose();
        using var third = budget.Begin(Cancel);
        Assert.True(third.TryGrow(100 * 1024 * 1024));
        Assert.False(third.Canceled.IsCancellationRequested);
    }

    [Fact]
    public async Task TryGrow_ThousandIncompleteUploads_TheOldestGivesWay()
    {
        var budget = new UploadBudget(1000);
        var slow = Enumerable.Range(0, 1000).Select(_ => budget.Begin(Cancel)).ToList();
        Assert.All(slow, upload => Assert.True(upload.TryGrow(1)));

        using var other = budget.Begin(Cancel);
        Assert.True(other.TryGrow(2));

        Assert.Equal(slow[..2], slow.Where(upload => upload.GaveWay));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Timeout.Infinite, slow[0].Canceled));
        Assert.False(slow[0].TryGrow(1));
        Assert.True(slow[999].TryGrow(1));
        Assert.Equal(slow[..3], slow.Where(upload => upload.GaveWay));
        slow.ForEach(upload => upload.Dispose());
    }

    private static Task SendAsync(NetworkStream stream, string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text), Cancel).AsTask();
}
