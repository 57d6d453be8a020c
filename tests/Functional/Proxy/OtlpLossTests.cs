using System.Diagnostics;
using ZipkinMesh.Proxy.Admin;
using ZipkinMesh.Proxy.Reporting.Otlp;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the export by OTLP while the collector refuses, hangs or is unreachable. Every span is counted once, and no request waits.</summary>
public sealed class OtlpLossTests : ProxyTests
{
    private OtlpReceiver? _receiver;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_receiver is not null)
        {
            await _receiver.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("grpc", "gRPC status 14 from http://127.0.0.1:{0} not now")]
    [InlineData("http/protobuf", "503 from http://127.0.0.1:{0}")]
    public async Task Collector_Refuses_SpansAreCountedAndLoggedWithTheReason(string protocol, string reason)
    {
        var setup = await SetupAsync(protocol);
        _receiver!.Refuses = true;
        var proxy = await StartAsync(setup);

        await proxy.GetAsync("/");
        await proxy.Log.WaitForAsync(
            "OTLP: lost 1 spans that the collector didn't accept: " + string.Format(null, reason, new Uri(_receiver.AddressFor(protocol)).Port));
        _receiver.Refuses = false;
        await proxy.GetAsync("/");

        await _receiver.TakeAsync();
        await proxy.StopAsync();
        AssertCounts(proxy.Otlp, made: 2, sent: 1, failed: 1);
        await proxy.Log.WaitForAsync("OTLP: spans lost: not accepted by the collector: 1, unsent at the end: 0, dropped from the full queue: 0.");
        await proxy.Log.WaitForAsync("OTLP: spans sent: 1, failed: 1, dropped: 0.");
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task Collector_Unreachable_SpansAreCountedAndLoggedWithTheReason(string protocol)
    {
        var setup = await SetupAsync(protocol);
        var proxy = await StartAsync(setup.WithVariable("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{Scratch.FreePorts(1)[0]}"));

        await proxy.GetAsync("/");

        Assert.Contains("Connection refused", await proxy.Log.WaitForAsync("OTLP: lost 1 spans"), StringComparison.Ordinal);
        await proxy.StopAsync();
        AssertCounts(proxy.Otlp, made: 1, failed: 1);
    }

    [Fact]
    public async Task Collector_Slow_QueueDropsAndRequestsGoOn()
    {
        const int Capacity = 20;
        const int Excess = 5;
        var open = new TaskCompletionSource();
        var setup = await SetupAsync("grpc");
        _receiver!.Gate = open.Task;
        var proxy = await StartAsync(setup
            .WithVariable("OTEL_BSP_MAX_QUEUE_SIZE", $"{Capacity}")
            .WithVariable("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "5"));
        using var connection = await proxy.ConnectAsync();

        for (var i = 0; i < Capacity + Excess; i++)
        {
            await connection.WriteAsync(RawRequest.Get("/"));
            await connection.ReadResponseAsync();
        }

        // The response to this request shows that the span of the previous request is finished.
        await connection.WriteAsync(RawRequest.Get("/", "b3: 0"));
        await connection.ReadResponseAsync();
        var counters = proxy.Otlp;
        Assert.Equal((Capacity + Excess, Capacity, Excess), (counters.Made, counters.Waiting, counters.Dropped));
        open.SetResult();
        await proxy.StopAsync();

        AssertCounts(counters, made: Capacity + Excess, sent: Capacity, dropped: Excess);
        Assert.Equal(Capacity, _receiver.TakeRemaining().Select(span => span.SpanId).Distinct().Count());
        await proxy.Log.WaitForAsync($"OTLP: dropped {Excess} spans: the queue is full.");
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task Stop_CollectorHangs_TotalsAreLoggedInTime(string protocol)
    {
        var setup = await SetupAsync(protocol);
        _receiver!.Gate = new TaskCompletionSource().Task;
        var proxy = await StartAsync(setup);
        await proxy.GetAsync("/1");
        await _receiver.TakeRequestAsync(); // This span is in flight; the others wait.
        await proxy.GetAsync("/2");
        await proxy.GetAsync("/3");
        var counters = proxy.Otlp;

        var start = Stopwatch.GetTimestamp();
        await proxy.StopAsync();

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal((3, 3, 0, 0), (counters.Made, counters.Failed + counters.Unsent, counters.Sent, counters.Waiting));
        await proxy.Log.WaitForAsync("OTLP: spans sent: 0, failed: 3, dropped: 0.");
    }

    [Fact]
    public async Task Stop_SpansQueued_FlushesThem()
    {
        var setup = await SetupAsync("grpc");
        var proxy = await StartAsync(setup.WithVariable("OTEL_BSP_SCHEDULE_DELAY", "60000"));
        for (var i = 0; i < 3; i++)
        {
            await proxy.GetAsync("/");
        }

        var counters = proxy.Otlp;
        await proxy.StopAsync();

        Assert.Equal(3, _receiver!.TakeRemaining().Count);
        AssertCounts(counters, made: 3, sent: 3);
    }

    [Fact]
    public async Task Export_TakesTooLong_IsGivenUp()
    {
        var setup = await SetupAsync("http/protobuf");
        _receiver!.Gate = new TaskCompletionSource().Task;
        var proxy = await StartAsync(setup.WithVariable("OTEL_EXPORTER_OTLP_TIMEOUT", "100"));

        await proxy.GetAsync("/");

        await proxy.Log.WaitForAsync("OTLP: lost 1 spans that the collector didn't accept: no response in time");
    }

    [Fact]
    public async Task Stats_OfExports_AreThoseOfTheCounters()
    {
        var setup = await SetupAsync("grpc");
        var proxy = await StartAsync(setup.With("Admin:Port", "0"));
        var admin = new StatsClient(proxy.Get<AdminServer>().Address);

        await proxy.GetAsync("/");
        await _receiver!.TakeAsync();
        await admin.WaitForAsync("tracing.opentelemetry.spans_sent", 1);

        var stats = await admin.ReadAsync();
        Assert.Equal(
            (1, 1, 0, 0),
            (stats["zipkin_mesh.otlp_spans_finished_total"], stats["zipkin_mesh.otlp_batches_sent_total"], stats["zipkin_mesh.otlp_spans_waiting"], stats["zipkin_mesh.otlp_spans_failed_total"]));
        Assert.DoesNotContain("tracing.zipkin.spans_sent", stats.Keys);
    }

    private static void AssertCounts(OtlpCounters counters, long made, long sent = 0, long failed = 0, long dropped = 0) =>
        Assert.Equal(
            (made, sent, failed, dropped, 0, 0),
            (counters.Made, counters.Sent, counters.Failed, counters.Dropped, counters.Unsent, counters.Waiting));

    private async Task<ProxySetup> SetupAsync(string protocol)
    {
        _receiver = await OtlpReceiver.StartAsync();
        return new ProxySetup(ProxyRole.Front)
            .WithVariable("OTEL_TRACES_EXPORTER", "otlp")
            .WithVariable("OTEL_EXPORTER_OTLP_PROTOCOL", protocol)
            .WithVariable("OTEL_EXPORTER_OTLP_ENDPOINT", _receiver.AddressFor(protocol))
            .WithVariable("OTEL_BSP_SCHEDULE_DELAY", "10");
    }
}
