using ZipkinMesh.Proxy.Counters;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the limits of a cluster's connections, as they are configured.</summary>
public sealed class ClusterLimitTests : ProxyTests
{
    private static readonly string Metadata = $"ReverseProxy:Clusters:{ProxyRole.Front.Cluster}:Metadata";

    // YARP's setting selects SocketsHttpHandler.
    [Theory]
    [InlineData(null)]
    [InlineData("5")]
    public async Task ConnectTimeout_ConnectionNotOpened_Returns503WithFlagUF(string? maxConnectionsPerServer)
    {
        using var full = new FullBacklog();
        var proxy = await StartAsync(Setup("ConnectTimeout", "00:00:00.200").WithUpstream(full.Address)
            .With($"ReverseProxy:Clusters:{ProxyRole.Front.Cluster}:HttpClient:MaxConnectionsPerServer", maxConnectionsPerServer));

        var response = await proxy.GetAsync("/trace/1");

        Assert.Equal(("503", "upstream connect error or disconnect/reset before headers. reset reason: connection timeout"), (response.Status, response.Body));
        Assert.Equal("UF", (await proxy.Collector.TakeAsync()).Flags);
        Assert.Equal(1, Counters(proxy).ConnectTimeouts.Value);
    }

    [Fact]
    public async Task MaxRequestsPerConnection_Reload_AppliesToNewConnections()
    {
        var setup = Setup("MaxRequestsPerConnection", "1").With("Tracing:RandomSampling", "0");
        var proxy = await StartAsync(setup);
        await proxy.ForwardAsync();
        await proxy.ForwardAsync();
        Assert.Equal((2, 2), (Counters(proxy).Connections.Value, Counters(proxy).MaxRequestsReached.Value));

        setup.With($"{Metadata}:MaxRequestsPerConnection", "0").WithRouteTimeout("00:00:07");
        proxy.WriteSettings();
        using var timeout = new CancellationTokenSource(Lines.Bound);
        while ((await proxy.ForwardAsync())["x-envoy-expected-rq-timeout-ms"] != "7000")
        {
            await Task.Delay(10, timeout.Token);
        }

        var connections = Counters(proxy).Connections.Value;
        await proxy.ForwardAsync();
        Assert.Equal(connections, Counters(proxy).Connections.Value);
    }

    [Theory]
    [InlineData("ConnectTimeout", "00:00:00")]
    [InlineData("IdleTimeout", "-00:00:01")]
    [InlineData("MaxConnectionDuration", "1 h")]
    [InlineData("MaxRequestsPerConnection", "-1")]
    public async Task Option_NotAllowed_IsRejected(string option, string value)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(Setup(option, value)));

        Assert.Contains($"{Metadata}:{option}", error.ToString(), StringComparison.Ordinal);
        Assert.Contains(value, error.ToString(), StringComparison.Ordinal);
    }

    private static ProxySetup Setup(string option, string value) => new ProxySetup(ProxyRole.Front).With($"{Metadata}:{option}", value);

    private static ClusterCounters Counters(ProxyEnvironment proxy) => proxy.Get<ClusterCountersTable>().Get(ProxyRole.Front.Cluster);
}
