using System.Text.Json;

namespace ZipkinMesh.Tests.Zipkin;

public sealed class OperationsTests : IAsyncLifetime
{
    private RunningZipkin _zipkin = null!;

    public async ValueTask InitializeAsync() => _zipkin = await RunningZipkin.StartAsync();

    public ValueTask DisposeAsync() => _zipkin.DisposeAsync();

    [Theory]
    [InlineData("/health")]
    [InlineData("/actuator/health")]
    public async Task Health_Always_IsUp(string path) => Assert.Equal(
        """{"status":"UP","zipkin":{"status":"UP","details":{"InMemoryStorage{}":{"status":"UP"}}}}""", await _zipkin.OkAsync(path));

    [Theory]
    [InlineData("/info")]
    [InlineData("/actuator/info")]
    public async Task Info_Always_HasVersionAndCommit(string path)
    {
        using var info = JsonDocument.Parse(await _zipkin.OkAsync(path));

        Assert.Matches("^[0-9]+[.][0-9]+", info.RootElement.GetProperty("zipkin").GetProperty("version").GetString());
        Assert.Equal(JsonValueKind.String, info.RootElement.GetProperty("zipkin").GetProperty("commit").ValueKind);
    }

    [Fact]
    public async Task Metrics_ValidAndInvalidMessages_AreCounted()
    {
        const string Two = """[{"traceId":"a1","id":"b1"},{"traceId":"a1","id":"b1"}]""";
        await _zipkin.GivenAsync(Two);
        await _zipkin.GivenAsync("[]");
        await _zipkin.PostAsync("nope");
        await _zipkin.PostAsync("[{}]");

        Assert.Equal(
            """
            {"counter.zipkin_collector.messages.http":4.0,"counter.zipkin_collector.messages_dropped.http":2.0,
            "counter.zipkin_collector.bytes.http":63.0,"counter.zipkin_collector.spans.http":2.0,
            "counter.zipkin_collector.spans_dropped.http":0.0,"gauge.zipkin_collector.message_spans.http":2.0,
            "gauge.zipkin_collector.message_bytes.http":4.0}
            """.ReplaceLineEndings(""),
            await _zipkin.OkAsync("/metrics"));
        var prometheus = await _zipkin.OkAsync("/prometheus");
        Assert.Contains("# TYPE zipkin_collector_spans_total counter\nzipkin_collector_spans_total{transport=\"http\",} 2.0\n", prometheus, StringComparison.Ordinal);
        Assert.Contains("# TYPE zipkin_collector_message_bytes gauge\nzipkin_collector_message_bytes{transport=\"http\",} 4.0\n", prometheus, StringComparison.Ordinal);
        Assert.Equal(prometheus, await _zipkin.OkAsync("/actuator/prometheus"));
    }
}
