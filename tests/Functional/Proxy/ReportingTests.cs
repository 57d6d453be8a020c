using ZipkinMesh.Exporter.Reporting;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the reporting of spans while the collector works, fails or is unreachable. Every span is counted once.</summary>
public sealed class ReportingTests : ProxyTests
{
    private const string CollectorAddress = "ReverseProxy:Clusters:zipkin:Destinations:zipkin:Address";

    private static ProxySetup Setup => new(ProxyRole.Front);

    [Fact]
    public async Task Report_Sent_IsJsonAndNotTraced()
    {
        var proxy = await StartAsync(Setup.With("Tracing:CollectorEndpoint", "/other/spans"));

        await proxy.TraceAsync();

        var report = await proxy.Collector.TakeReportAsync();
        Assert.Equal("POST /other/spans HTTP/1.1", report.StartLine);
        Assert.Equal("application/json", report["content-type"]);
        Assert.Equal(["content-length", "content-type", "host"], report.Headers.Select(header => header.Name.ToLowerInvariant()).Order());
    }

    [Fact]
    public async Task Report_NonAsciiAndEscapedCharacters_ArriveUnchanged()
    {
        var proxy = await StartAsync(Setup);

        var (_, _, span) = await proxy.TraceAsync("User-Agent: \"a\\b\"\t<c>&\u00ff\u0080 \u00c3\u00a9", "x-client-trace-id: \u00e4\u00b8\u0096");

        Assert.Equal("\"a\\b\"\t<c>&\u00ff\u0080 \u00c3\u00a9", span.Tags["user_agent"]);
        Assert.Equal("\u4e16", span.Tags["guid:x-client-trace-id"]);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(408)]
    public async Task Collector_FailsOnce_ReportIsRetried(int status)
    {
        var proxy = await StartAsync(Setup.WithCollector(new FakeCollector(0, status)));

        var (_, _, span) = await proxy.TraceAsync();

        Assert.Contains(span.Id, (await proxy.Collector.TakeReportAsync()).Body, StringComparison.Ordinal);
        Assert.Contains(span.Id, (await proxy.Collector.TakeReportAsync()).Body, StringComparison.Ordinal);
        await proxy.StopAsync();
        AssertCounts(proxy.Stats, sent: 1);
    }

    [Fact]
    public async Task Collector_StartsLater_ReceivesAllSpans()
    {
        var port = Scratch.FreePorts(1)[0];
        var proxy = await StartAsync(Setup.With(CollectorAddress, $"http://127.0.0.1:{port}"));
        await proxy.GetAsync("/trace/1");
        await proxy.Log.WaitForAsync("Collector unavailable; retrying a report of 1 spans");
        await proxy.GetAsync("/trace/2");

        await using var late = new FakeCollector(port);

        var urls = new[] { await late.TakeAsync(), await late.TakeAsync() }.Select(span => span.Tags["http.url"]).Order();
        Assert.Equal(["http://mesh.test/trace/1", "http://mesh.test/trace/2"], urls);
        await proxy.StopAsync();
        AssertCounts(proxy.Stats, sent: 2);
        Assert.Empty(late.TakeRemaining());
    }

    [Fact]
    public async Task Collector_RejectsReport_NextReportIsSent()
    {
        var proxy = await StartAsync(Setup.WithCollector(new FakeCollector(0, 400)));
        await proxy.GetAsync("/trace/1");
        await proxy.Log.WaitForAsync("The collector rejected 1 of the 1 spans of a report: 400 from ");
        await proxy.GetAsync("/trace/2");

        Assert.EndsWith("/trace/2", (await proxy.Collector.TakeAsync()).Tags["http.url"], StringComparison.Ordinal);
        Assert.Contains("/trace/1", (await proxy.Collector.TakeReportAsync()).Body, StringComparison.Ordinal);
        Assert.Contains("/trace/2", (await proxy.Collector.TakeReportAsync()).Body, StringComparison.Ordinal);
        await proxy.StopAsync();
        AssertCounts(proxy.Stats, sent: 1, failed: 1);
    }

    [Fact]
    public async Task Queue_Full_CountsDroppedSpans()
    {
        const int Capacity = 512;
        const int Excess = 10;
        var open = new TaskCompletionSource();
        var proxy = await StartAsync(Setup.With("Tracing:MaxQueuedSpans", $"{Capacity}").WithCollector(new FakeCollector { Gate = open.Task }));
        await proxy.GetAsync("/");
        await proxy.Collector.TakeReportAsync(); // The collector holds this report; all later spans are queued.

        var connection = await proxy.ConnectAsync();
        for (var i = 0; i < Capacity + Excess; i++)
        {
            await connection.WriteAsync(RawRequest.Get("/"));
            await connection.ReadResponseAsync();
        }

        // The response to this request shows that the span of the previous request is finished.
        await connection.WriteAsync(RawRequest.Get("/", "b3: 0"));
        await connection.ReadResponseAsync();
        open.SetResult();
        await proxy.StopAsync();

        AssertCounts(proxy.Stats, sent: 1 + Capacity, dropped: Excess);
        Assert.Equal(1 + Capacity, proxy.Collector.TakeRemaining().Select(span => span.Id).Distinct().Count());
    }

    [Fact]
    public async Task Stop_SpansQueued_FlushesThem()
    {
        var proxy = await StartAsync(Setup.With("Tracing:FlushInterval", "00:01:00"));
        for (var i = 0; i < 3; i++)
        {
            await proxy.GetAsync("/");
        }

        await proxy.StopAsync();

        Assert.Equal(3, proxy.Collector.TakeRemaining().Count);
        AssertCounts(proxy.Stats, sent: 3);
        await proxy.Log.WaitForAsync("Spans sent: 3, failed: 0, dropped: 0.");
    }

    [Fact]
    public async Task Stop_CollectorUnreachable_StopsInTimeAndCountsFailedSpans()
    {
        var proxy = await StartAsync(Setup.With(CollectorAddress, $"http://127.0.0.1:{Scratch.FreePorts(1)[0]}"));
        await proxy.GetAsync("/");
        await proxy.Log.WaitForAsync("Collector unavailable");
        await proxy.GetAsync("/");

        await proxy.StopAsync().WaitAsync(ShutdownSignal.Grace * 2, TestContext.Current.CancellationToken);

        AssertCounts(proxy.Stats, failed: 2);
        await proxy.Log.WaitForAsync("Spans sent: 0, failed: 2, dropped: 0.");
    }

    [Fact]
    public async Task Hosts_TwoInOneProcess_EachReportsItsOwnSpans()
    {
        var front = await StartAsync(Setup);
        var ingress = await StartAsync(new ProxySetup(ProxyRole.Ingress));

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("CLIENT", (await front.TraceAsync()).Span.Kind);
            Assert.Equal("SERVER", (await ingress.TraceAsync()).Span.Kind);
        }
    }

    [Fact]
    public async Task Collector_ConfiguredByName_HostHeaderIsName()
    {
        var setup = Setup;
        await using var collector = new FakeCollector();
        var port = new Uri(collector.Address).Port;
        setup.Dns.Set("zipkin.test", "127.0.0.1");
        var proxy = await StartAsync(setup.With(CollectorAddress, $"http://zipkin.test:{port}"));

        await proxy.GetAsync("/");

        Assert.Equal($"zipkin.test:{port}", (await collector.TakeReportAsync())["host"]);
        await collector.TakeAsync();
    }

    private static void AssertCounts(ReporterStats stats, long sent = 0, long failed = 0, long dropped = 0) =>
        Assert.Equal((sent, failed, dropped), (stats.Sent, stats.Failed, stats.Dropped));
}
