using Microsoft.Extensions.Time.Testing;

namespace ZipkinMesh.Tests.Proxy.Tracing;

/// <summary>Tests the spans of requests that aren't sampled, and are recorded because they failed or were slow.</summary>
public sealed class KeptRequestsTests : ProxyTests
{
    private const string Tag = "sampling.kept";
    private const string RouteMetadata = "ReverseProxy:Routes:service1:Metadata:";
    private const string Trace = "463ac35c9f6413ad";
    private const string Caller = "a2fb4a1d1a96d312";

    private static ProxySetup Front => Unsampled(ProxyRole.Front);

    [Fact]
    public async Task KeepErrors_FailedRequest_IsReportedWithTheIdsThatWereForwarded()
    {
        var proxy = await StartAsync(Front.With("Tracing:KeepErrors", "true"));
        proxy.Upstream.Handler = RawServer.Status(500);

        var (request, _, span) = await proxy.TraceAsync();

        Assert.Equal(("error", "500", "true"), (span.Tags[Tag], span.Tags["http.status_code"], span.Tags["error"]));
        Assert.Equal((request["x-b3-traceid"], request["x-b3-spanid"], "0"), (span.TraceId, span.Id, request["x-b3-sampled"]));
        Assert.Equal("check_server1", span.Name);
    }

    [Fact]
    public async Task KeepErrors_NoConnection_IsReported()
    {
        var proxy = await StartAsync(Front.With("Tracing:KeepErrors", "true").WithUpstream($"http://127.0.0.1:{Scratch.FreePorts(1)[0]}"));

        await proxy.GetAsync("/trace/1");

        Assert.Equal("UF", (await proxy.Collector.TakeAsync()).Tags["response_flags"]);
    }

    // The span of the second request is the first to arrive.
    [Fact]
    public async Task KeepErrors_SuccessfulRequest_IsNotReported()
    {
        var proxy = await StartAsync(Front.With("Tracing:KeepErrors", "true"));
        await proxy.ForwardAsync();
        proxy.Upstream.Handler = RawServer.Status(503);

        var (_, _, span) = await proxy.TraceAsync();

        Assert.Equal("503", span.Tags["http.status_code"]);
    }

    [Fact]
    public async Task KeepErrors_SampledRequest_HasNoTag()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).With("Tracing:KeepErrors", "true"));
        proxy.Upstream.Handler = RawServer.Status(500);

        var (request, _, span) = await proxy.TraceAsync();

        Assert.Equal("1", request["x-b3-sampled"]);
        Assert.False(span.Tags.ContainsKey(Tag));
    }

    [Fact]
    public async Task KeepErrors_CallerDecidedNotToSample_IsReportedInItsTrace()
    {
        var proxy = await StartAsync(Unsampled(ProxyRole.Ingress).With("Tracing:KeepErrors", "true"));
        proxy.Upstream.Handler = RawServer.Status(500);

        var (_, _, span) = await proxy.TraceAsync($"x-b3-traceid: {Trace}", $"x-b3-spanid: {Caller}", "x-b3-sampled: 0", "x-envoy-decorator-operation: call");

        Assert.Equal((Trace, Caller, "error", "call"), (span.TraceId, span.Id, span.Tags[Tag], span.Name));
    }

    [Fact]
    public async Task KeepSlowerThan_SlowRequest_IsReported()
    {
        var proxy = await StartAsync(Front.With("Tracing:KeepSlowerThan", "00:00:02"));
        await proxy.ForwardAsync();
        proxy.Upstream.Handler = async (_, connection, cancel) =>
        {
            await Task.Delay(2_100, cancel);
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        };

        var (_, _, span) = await proxy.TraceAsync();

        Assert.Equal(("slow", "200"), (span.Tags[Tag], span.Tags["http.status_code"]));
        Assert.InRange(span.Duration, 2_000_000, long.MaxValue);
    }

    [Fact]
    public async Task KeepErrors_OfRoute_TakesPrecedence()
    {
        var proxy = await StartAsync(Front.With("Tracing:KeepErrors", "true").With(RouteMetadata + "KeepErrors", "false"));
        proxy.Upstream.Handler = RawServer.Status(500);

        var request = await proxy.ForwardAsync();

        // Disposal fails the test if the span is reported.
        Assert.Equal("0", request["x-b3-sampled"]);
    }

    [Fact]
    public async Task KeepSlowerThan_OfRoute_IsUsed()
    {
        var proxy = await StartAsync(Front.With(RouteMetadata + "KeepSlowerThan", "00:00:00.000001"));

        Assert.Equal("slow", (await proxy.TraceAsync()).Span.Tags[Tag]);
    }

    [Fact]
    public async Task KeepErrors_SpansOfAttempts_AreReported()
    {
        var proxy = await StartAsync(Front.With("Tracing:KeepErrors", "true").With("Tracing:SpawnUpstreamSpan", "true"));
        proxy.Upstream.Handler = RawServer.Status(500);

        await proxy.ForwardAsync();
        var attempt = await proxy.Collector.TakeAsync();
        var request = await proxy.Collector.TakeAsync();

        Assert.Equal((request.TraceId, request.Id, "router service1 egress"), (attempt.TraceId, attempt.ParentId, attempt.Name));
        Assert.Equal("error", request.Tags[Tag]);
    }

    [Fact]
    public async Task MaxTracesPerSecond_ManyRequests_TracesAsManyAsAllowed()
    {
        var time = new FakeTimeProvider();
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).With("Tracing:MaxTracesPerSecond", "2").WithTime(time));

        var sampled = new List<string?>();
        for (var i = 0; i < 5; i++)
        {
            sampled.Add((await proxy.ForwardAsync())["x-b3-sampled"]);
        }

        // A forced trace and one that the caller has decided about don't count, and aren't refused.
        sampled.Add((await proxy.ForwardAsync("x-client-trace-id: a"))["x-b3-sampled"]);
        sampled.Add((await proxy.ForwardAsync($"x-b3-traceid: {Trace}", $"x-b3-spanid: {Caller}", "x-b3-sampled: 1"))["x-b3-sampled"]);

        Assert.Equal(["1", "1", "0", "0", "0", "1", "1"], sampled);
        for (var i = 0; i < 4; i++)
        {
            await proxy.Collector.TakeAsync();
        }
    }

    private static ProxySetup Unsampled(ProxyRole role) => new ProxySetup(role).With("Tracing:RandomSampling", "0");
}
