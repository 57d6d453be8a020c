namespace ZipkinMesh.Tests.Proxy.Tracing;

/// <summary>Tests <c>Verbose</c>. The names and their order were observed on Envoy 1.40.</summary>
public sealed class VerboseTests : ProxyTests
{
    private static readonly string[] Upstream =
        ["first_upstream_tx_byte_sent", "last_upstream_tx_byte_sent", "first_upstream_rx_byte_received", "last_upstream_rx_byte_received"];

    [Fact]
    public async Task Request_Forwarded_HasAllTimesInOrder()
    {
        var proxy = await StartAsync(Setup());

        await proxy.SendAsync("POST / HTTP/1.1\r\nHost: mesh.test\r\nContent-Length: 5\r\n\r\nhello");

        var span = await proxy.Collector.TakeAsync();
        Assert.Equal(["last_downstream_rx_byte_received", .. Upstream, "first_downstream_tx_byte_sent", "last_downstream_tx_byte_sent", "cr"], Names(span));
        Assert.All(span.Annotations, annotation => Assert.InRange(annotation.Timestamp, span.Timestamp, span.Timestamp + span.Duration));
    }

    [Fact]
    public async Task Request_NoRoute_HasDownstreamTimes()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Egress).With("Tracing:Verbose", "true"));

        await proxy.GetAsync("/nowhere");

        Assert.Equal(["last_downstream_rx_byte_received", "first_downstream_tx_byte_sent", "last_downstream_tx_byte_sent", "cr"], Names(await proxy.Collector.TakeAsync()));
    }

    [Fact]
    public async Task Request_UpstreamHangs_HasNoTimesOfAResponse()
    {
        var proxy = await StartAsync(Setup().WithRouteTimeout("00:00:00.200"));
        proxy.Upstream.Handler = RawServer.Hang();

        await proxy.GetAsync("/");

        var span = await proxy.Collector.TakeAsync();
        Assert.Equal(["last_downstream_rx_byte_received", .. Upstream[..2], "first_downstream_tx_byte_sent", "last_downstream_tx_byte_sent", "cr"], Names(span));
    }

    [Fact]
    public async Task Try_WithOwnSpan_HasUpstreamTimes()
    {
        var proxy = await StartAsync(Setup().With("Tracing:SpawnUpstreamSpan", "true"));

        await proxy.GetAsync("/");

        var span = await proxy.Collector.TakeAsync();
        Assert.Equal([.. Upstream, "cr"], Names(span));
        Assert.Equal("ss", Names(await proxy.Collector.TakeAsync())[^1]);
    }

    private static ProxySetup Setup() => new ProxySetup(ProxyRole.Front).With("Tracing:Verbose", "true");

    private static string[] Names(ReportedSpan span) => [.. span.Annotations.Select(annotation => annotation.Value)];
}
