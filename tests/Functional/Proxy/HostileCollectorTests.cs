using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ZipkinMesh.Exporter.Http;
using ZipkinMesh.Exporter.Reporting;
using ZipkinMesh.Proxy.Http;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the reporter with collectors that refuse spans, or whose responses stall, never end or contain anything.</summary>
public sealed class HostileCollectorTests : ProxyTests
{
    private const string Bad = "/bad";

    private readonly RawServer _collector = new();
    private readonly List<ReportedSpan> _stored = [];

    private ProxySetup Setup => new ProxySetup(ProxyRole.Front)
        .With("ReverseProxy:Clusters:zipkin:Destinations:zipkin:Address", _collector.Address);

    // The second is what Zipkin's own server responds to a report of more than 10 MiB.
    public static TheoryData<string> Refusals =>
    [
        "HTTP/1.1 400 Bad Request\r\nContent-Length: 20\r\n\r\ntraceId is all zeros",
        "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 28\r\n\r\n413 Request Entity Too Large",
        "HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 422 Unprocessable Content\r\nContent-Length: 0\r\n\r\n",
    ];

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Report_SomeSpansRefused_OthersAreStored(string refusal)
    {
        const int Requests = 60;
        _collector.Handler = (report, connection, _) => RespondAsync(report, connection, span => !span.Tags["http.url"].EndsWith(Bad, StringComparison.Ordinal), refusal);
        var proxy = await StartAsync(Setup.With("Tracing:FlushInterval", "00:01:00"));
        var connection = await proxy.ConnectAsync();
        for (var i = 0; i < Requests; i++)
        {
            await connection.WriteAsync(RawRequest.Get(i is 0 or 17 or 18 or 59 ? Bad : "/good"));
            await connection.ReadResponseAsync();
        }

        await proxy.StopAsync();

        Assert.Equal((Requests, Requests - 4, 4, 0, 0), Counts(proxy.Stats));
        Assert.Equal(Requests - 4, _stored.Select(span => span.Id).Distinct().Count());
        Assert.Equal(Requests - 4, _stored.Count);
    }

    [Fact]
    public async Task Report_RefusedAndResponseStalls_NextReportIsSent()
    {
        _collector.Handler = (report, connection, _) => RespondAsync(
            report, connection, span => !span.Tags["http.url"].EndsWith(Bad, StringComparison.Ordinal), "HTTP/1.1 400 Any\r\nContent-Length: 1000\r\n\r\nstalls");
        var proxy = await StartAsync(Setup);

        await proxy.GetAsync(Bad);
        await proxy.Log.WaitForAsync("The collector rejected 1 of the 1 spans of a report: 400 from ");
        await proxy.GetAsync("/good");

        await proxy.StopAsync();
        Assert.Equal((2, 1, 1, 0, 0), Counts(proxy.Stats));
    }

    [Fact]
    public async Task Report_AllSpansRefused_WorkIsBounded()
    {
        const int Requests = 500;
        _collector.Handler = RawServer.Status(400);
        var proxy = await StartAsync(Setup.With("Tracing:FlushInterval", "00:01:00"));
        var connection = await proxy.ConnectAsync();
        for (var i = 0; i < Requests; i++)
        {
            await connection.WriteAsync(RawRequest.Get("/"));
            await connection.ReadResponseAsync();
        }

        await proxy.StopAsync();

        Assert.Equal((Requests, 0, Requests, 0, 0), Counts(proxy.Stats));
        Assert.InRange(_collector.RequestCount, 200, 450);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nstalls")]
    [InlineData("HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nstall")]
    public async Task Response_AcceptedAndStalls_NextReportIsSent(string response)
    {
        _collector.Handler = (report, connection, _) => StoreAsync(report, connection, response);
        var proxy = await StartAsync(Setup);

        await proxy.GetAsync("/1");
        await _collector.TakeAsync();
        await proxy.GetAsync("/2");
        await _collector.TakeAsync().WaitAsync(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);

        await proxy.StopAsync();
        Assert.Equal((2, 2, 0, 0, 0), Counts(proxy.Stats));
    }

    [Theory]
    [InlineData(202)]
    [InlineData(400)]
    public async Task Response_NeverEnds_ConnectionIsClosed(int status)
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _collector.Handler = async (_, connection, cancel) =>
        {
            await connection.WriteAsync($"HTTP/1.1 {status} Any\r\nTransfer-Encoding: chunked\r\n\r\n");
            var chunk = $"10000\r\n{new string('x', 0x10000)}\r\n";
            try
            {
                while (!cancel.IsCancellationRequested)
                {
                    await connection.WriteAsync(chunk);
                }
            }
            catch (IOException)
            {
                closed.TrySetResult();
                throw;
            }
        };
        var proxy = await StartAsync(Setup);

        await proxy.GetAsync("/");

        await closed.Task.WaitAsync(Lines.Bound, TestContext.Current.CancellationToken);
        await proxy.StopAsync();
        Assert.Equal((1, status == 202 ? 1 : 0, status == 400 ? 1 : 0, 0, 0), Counts(proxy.Stats));
    }

    [Fact]
    public async Task Response_Hostile_IsCutAndEscapedInLog()
    {
        _collector.Handler = RawServer.Raw($"HTTP/1.1 400 Bad\r\nContent-Length: 10000\r\n\r\n\u001b[31m{new string('x', 9_995)}");
        var proxy = await StartAsync(Setup);

        await proxy.GetAsync("/");

        var line = await proxy.Log.WaitForAsync("The collector rejected 1 of the 1 spans");
        Assert.Contains("\\x1b[31mxxx", line, StringComparison.Ordinal);
        Assert.InRange(line.Length, RemoteText.MaxLength, RemoteText.MaxLength + 150);
    }

    [Fact]
    public async Task Connection_ClosedWithoutResponse_SpansAreSentLater()
    {
        var failures = 3;
        _collector.Handler = async (report, connection, _) =>
        {
            if (Interlocked.Decrement(ref failures) >= 0)
            {
                connection.Reset();
            }
            else
            {
                await StoreAsync(report, connection, "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
            }
        };
        var proxy = await StartAsync(Setup.With("Tracing:FlushInterval", "00:01:00"));
        for (var i = 0; i < 5; i++)
        {
            await proxy.GetAsync("/");
        }

        await proxy.StopAsync();

        Assert.Equal((5, 5, 0, 0, 0), Counts(proxy.Stats));
        Assert.Equal(5, _stored.Select(span => span.Id).Distinct().Count());
    }

    [Fact]
    public async Task Stop_CollectorHangs_TotalsAreLoggedInTime()
    {
        _collector.Handler = RawServer.Hang();
        var proxy = await StartAsync(Setup);
        await proxy.GetAsync("/1");
        await _collector.TakeAsync(); // This span is in flight; the others wait.
        await proxy.GetAsync("/2");
        await proxy.GetAsync("/3");

        var start = Stopwatch.GetTimestamp();
        await proxy.StopAsync();

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, ShutdownSignal.Grace + TimeSpan.FromSeconds(2));
        Assert.Equal((3, 0, 0, 3, 0), Counts(proxy.Stats));
        await proxy.Log.WaitForAsync("rejected by the collector: 0, unsent at the end: 3, dropped from the full queue: 0.");
        await proxy.Log.WaitForAsync("Spans sent: 0, failed: 3, dropped: 0.");
    }

    [Fact]
    public async Task Tags_LongHeaders_AreCut()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front));
        var value = new string('x', 10_000);

        var (request, _, span) = await proxy.TraceAsync($"User-Agent: {value}", $"x-client-trace-id: {value}", $"x-envoy-downstream-service-cluster: {value}");

        Assert.Equal(value, request["user-agent"]);
        Assert.All(["user_agent", "guid:x-client-trace-id", "downstream_cluster"], tag => Assert.Equal(value[..HeaderText.MaxLength], span.Tags[tag]));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _collector.DisposeAsync();
    }

    private static (long Made, long Sent, long Rejected, long Unsent, long Dropped) Counts(ReporterStats stats)
    {
        Assert.Equal(0, stats.Waiting);
        return (stats.Made, stats.Sent, stats.Rejected, stats.Unsent, stats.Dropped);
    }

    private static ReportedSpan[] SpansOf(RawMessage report)
    {
        Assert.Equal(report["content-length"], report.Body.Length.ToString(CultureInfo.InvariantCulture));
        return JsonSerializer.Deserialize<ReportedSpan[]>(Encoding.Latin1.GetBytes(report.Body), JsonSerializerOptions.Web)!;
    }

    private Task RespondAsync(RawMessage report, RawConnection connection, Predicate<ReportedSpan> isGood, string refusal) =>
        Array.TrueForAll(SpansOf(report), isGood)
            ? StoreAsync(report, connection, "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")
            : connection.WriteAsync(refusal);

    private Task StoreAsync(RawMessage report, RawConnection connection, string response)
    {
        lock (_stored)
        {
            _stored.AddRange(SpansOf(report));
        }

        return connection.WriteAsync(response);
    }
}
