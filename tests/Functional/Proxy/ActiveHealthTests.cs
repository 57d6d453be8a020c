namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests YARP's active health checks within the mesh.</summary>
public sealed class ActiveHealthTests : ProxyTests
{
    private static readonly string Cluster = $"ReverseProxy:Clusters:{ProxyRole.Front.Cluster}";

    [Fact]
    public async Task Destination_FailsChecks_GetsNoRequests()
    {
        await using var bad = new RawServer { Handler = RawServer.Status(503) };
        var proxy = await StartAsync(Setup().With($"{Cluster}:Destinations:second:Address", bad.Address));
        Assert.Equal("/ready", (await bad.TakeAsync()).StartLine.Split(' ')[1]);
        await bad.TakeAsync();
        await bad.TakeAsync(); // The result of the second check has been applied by now.

        for (var i = 0; i < 4; i++)
        {
            Assert.Equal("200", (await proxy.GetAsync("/")).Status);
        }
    }

    [Fact]
    public async Task AllDestinations_FailChecks_AreUsed()
    {
        var proxy = await StartAsync(Setup());
        proxy.Upstream.Handler = (request, connection, cancel) =>
            (request.StartLine.Contains("/ready", StringComparison.Ordinal) ? RawServer.Status(503) : RawServer.Text(""))(request, connection, cancel);
        await proxy.Upstream.TakeAsync();
        await proxy.Upstream.TakeAsync();
        await proxy.Upstream.TakeAsync();

        Assert.Equal("200", (await proxy.GetAsync("/")).Status);
    }

    [Fact]
    public async Task Check_HasNoTracingHeaders()
    {
        var proxy = await StartAsync(Setup());

        Assert.DoesNotContain((await proxy.Upstream.TakeAsync()).Headers, header =>
            header.Name.StartsWith("x-b3", StringComparison.OrdinalIgnoreCase) || header.Name is "b3" or "traceparent");
    }

    private static ProxySetup Setup() => new ProxySetup(ProxyRole.Front)
        .With("Tracing:RandomSampling", "0")
        .With($"{Cluster}:HealthCheck:Active:Enabled", "true")
        .With($"{Cluster}:HealthCheck:Active:Interval", "00:00:00.050")
        .With($"{Cluster}:HealthCheck:Active:Path", "/ready");
}
