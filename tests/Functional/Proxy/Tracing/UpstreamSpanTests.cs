namespace ZipkinMesh.Tests.Proxy.Tracing;

/// <summary>Tests <c>SpawnUpstreamSpan</c>: a span for each try. The expected values were observed on Envoy 1.40.</summary>
public sealed class UpstreamSpanTests : ProxyTests
{
    private static readonly string Metadata = $"ReverseProxy:Routes:{ProxyRole.Front.Cluster}:Metadata";

    [Fact]
    public async Task Request_Forwarded_HasServerSpanAndClientSpanBelowIt()
    {
        var proxy = await StartAsync(Setup());

        await proxy.GetAsync("/");

        var request = await proxy.Upstream.TakeAsync();
        var client = await proxy.Collector.TakeAsync();
        var server = await proxy.Collector.TakeAsync();
        Assert.Equal(("SERVER", "check_server1", true), (server.Kind, server.Name, server.Shared));
        Assert.Equal(("CLIENT", "router service1 egress", null), (client.Kind, client.Name, client.Shared));
        Assert.Equal((server.TraceId, server.Id), (client.TraceId, client.ParentId));
        Assert.Equal((client.Id, server.Id), (request["x-b3-spanid"], request["x-b3-parentspanid"]));
        Assert.InRange(client.Timestamp, server.Timestamp, server.Timestamp + server.Duration);
        var address = proxy.Upstream.Address.Replace("http://", "", StringComparison.Ordinal).TrimEnd('/');
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["component"] = "proxy",
                ["http.protocol"] = "HTTP/1.1",
                ["http.status_code"] = "200",
                ["peer.address"] = address,
                ["response_flags"] = "-",
                ["upstream_address"] = address,
                ["upstream_cluster"] = "service1",
                ["upstream_cluster.name"] = "service1",
            },
            client.Tags);
    }

    [Fact]
    public async Task Request_NotSampled_StillGetsAnIdForItsTry()
    {
        var proxy = await StartAsync(Setup());

        var request = await proxy.ForwardAsync("X-B3-TraceId: 463ac35c9f6413ad", "X-B3-SpanId: a2fb4a1d1a96d312", "X-B3-Sampled: 0");

        Assert.Equal(("0", "a2fb4a1d1a96d312"), (request["x-b3-sampled"], request["x-b3-parentspanid"]));
        Assert.NotEqual("a2fb4a1d1a96d312", request["x-b3-spanid"]);
    }

    [Fact]
    public async Task Retry_ResponseDiscarded_EachTryHasASpan()
    {
        var proxy = await StartAsync(Setup().With($"{Metadata}:RetryOn", "5xx").With($"{Metadata}:NumRetries", "2"));
        proxy.Upstream.Handler = (request, connection, cancel) =>
            (proxy.Upstream.RequestCount < 3 ? RawServer.Status(503) : RawServer.Text("hello\n"))(request, connection, cancel);

        await proxy.GetAsync("/");

        var tries = await TakeAsync(proxy, 3);
        var server = await proxy.Collector.TakeAsync();
        for (var i = 0; i < 3; i++)
        {
            var request = await proxy.Upstream.TakeAsync();
            Assert.Equal((tries[i].Id, server.Id), (request["x-b3-spanid"], request["x-b3-parentspanid"]));
            Assert.Equal(server.Id, tries[i].ParentId);
            Assert.Equal(i < 2 ? "503" : "200", tries[i].Tags["http.status_code"]);
            Assert.Equal(i < 2 ? "true" : null, tries[i].Tags.GetValueOrDefault("canceled"));
            Assert.Equal(i == 0 ? null : $"{i}", tries[i].Tags.GetValueOrDefault("retry.count"));
            Assert.True(i == 0 || tries[i].Timestamp >= tries[i - 1].Timestamp + tries[i - 1].Duration, "A try begins after the one before has ended.");
        }
    }

    [Fact]
    public async Task Retry_OfAConnectionThatEnds_HasTheReason()
    {
        var proxy = await StartAsync(Setup().With($"{Metadata}:RetryOn", "reset"));
        proxy.Upstream.Handler = RawServer.RawThenClose("");

        await proxy.GetAsync("/");

        Assert.All(await TakeAsync(proxy, 2), span =>
        {
            Assert.Equal(("UC", "connection termination", "0"), (span.Flags, span.Tags["error.reason"], span.Tags["http.status_code"]));
            Assert.DoesNotContain("canceled", span.Tags);
        });
        Assert.Equal("URX,UC", (await proxy.Collector.TakeAsync()).Flags);
    }

    [Fact]
    public async Task Try_NoConnection_HasNoProtocol()
    {
        var proxy = await StartAsync(Setup().WithUpstream($"http://127.0.0.1:{Scratch.FreePorts(1)[0]}"));

        await proxy.GetAsync("/");

        var span = await proxy.Collector.TakeAsync();
        Assert.Equal(("UF", "remote connection failure", "-"), (span.Flags, span.Tags["error.reason"], span.Tags["http.protocol"]));
        await proxy.Collector.TakeAsync();
    }

    [Fact]
    public async Task Try_TimesOut_IsCanceled()
    {
        var proxy = await StartAsync(Setup().WithRouteTimeout("00:00:00.200"));
        proxy.Upstream.Handler = RawServer.Hang();

        await proxy.GetAsync("/");

        var span = await proxy.Collector.TakeAsync();
        Assert.Equal(("-", "true", "0", "true"), (span.Flags, span.Tags["canceled"], span.Tags["http.status_code"], span.Tags["error"]));
        Assert.Equal("UT", (await proxy.Collector.TakeAsync()).Flags);
    }

    [Fact]
    public async Task Failover_OtherDestination_EachTryHasASpanWithItsAddress()
    {
        var dead = $"127.0.0.1:{Scratch.FreePorts(1)[0]}";
        var setup = Setup().With($"ReverseProxy:Clusters:{ProxyRole.Front.Cluster}:Destinations:dead:Address", $"http://{dead}")
            .With("Tracing:UpstreamOperation", "to %UPSTREAM_HOST%");
        var proxy = await StartAsync(setup);

        List<ReportedSpan> spans;
        do
        {
            // The balancer decides which destination is first.
            await proxy.GetAsync("/");
            spans = [];
            do
            {
                spans.Add(await proxy.Collector.TakeAsync());
            }
            while (spans[^1].Kind == "CLIENT");
        }
        while (spans.Count < 3);

        Assert.Equal([$"to {dead}", $"to {spans[1].Tags["peer.address"]}", "check_server1"], spans.Select(span => span.Name));
        Assert.Equal(dead, spans[0].Tags["peer.address"]);
    }

    [Fact]
    public async Task Request_NoRoute_HasNoClientSpan()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Egress).With("Tracing:SpawnUpstreamSpan", "true"));

        Assert.Equal("404", (await proxy.GetAsync("/nowhere")).Status);

        Assert.Equal("SERVER", (await proxy.Collector.TakeAsync()).Kind);
    }

    private static ProxySetup Setup() => new ProxySetup(ProxyRole.Front)
        .With("Tracing:SpawnUpstreamSpan", "true")
        .With($"{Metadata}:RetryBackOffBaseInterval", "00:00:00.001");

    private static async Task<List<ReportedSpan>> TakeAsync(ProxyEnvironment proxy, int count)
    {
        List<ReportedSpan> spans = [];
        while (spans.Count < count)
        {
            spans.Add(await proxy.Collector.TakeAsync());
        }

        return spans;
    }
}
