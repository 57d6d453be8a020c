using Microsoft.Extensions.Time.Testing;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the ejection of destinations that fail repeatedly.</summary>
public sealed class OutlierDetectionTests : ProxyTests
{
    private static readonly string Cluster = $"ReverseProxy:Clusters:{ProxyRole.Front.Cluster}";

    private readonly FakeTimeProvider _time = new();
    private readonly RawServer _bad = new() { Handler = RawServer.Status(500) };

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _bad.DisposeAsync();
    }

    [Fact]
    public async Task Destination_Consecutive5xx_IsEjectedAndComesBack()
    {
        var proxy = await StartAsync(Setup());

        Assert.Equal(3, await CountFailuresAsync(proxy, 20));
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(0, await CountFailuresAsync(proxy, 4));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(3, await CountFailuresAsync(proxy, 20));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(0, await CountFailuresAsync(proxy, 4));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(3, await CountFailuresAsync(proxy, 20));
    }

    [Fact]
    public async Task Destination_SuccessBetweenFailures_IsNotEjected()
    {
        var proxy = await StartAsync(Setup());
        _bad.Handler = (request, connection, cancel) =>
            (_bad.RequestCount % 3 == 0 ? RawServer.Text("") : RawServer.Status(500))(request, connection, cancel);

        await CountFailuresAsync(proxy, 20);

        Assert.Equal(10, _bad.RequestCount);
    }

    [Fact]
    public async Task Destinations_BeyondMaxEjectionPercent_AreNotEjected()
    {
        var proxy = await StartAsync(Setup());
        proxy.Upstream.Handler = RawServer.Status(500);

        Assert.Equal(20, await CountFailuresAsync(proxy, 20));
        Assert.True(proxy.Upstream.RequestCount + _bad.RequestCount == 20 && Math.Min(proxy.Upstream.RequestCount, _bad.RequestCount) == 3);
    }

    [Fact]
    public async Task Destinations_AllEjected_AreUsed()
    {
        var proxy = await StartAsync(Setup().With($"{Cluster}:Metadata:MaxEjectionPercent", "100"));
        proxy.Upstream.Handler = RawServer.Status(500);
        await CountFailuresAsync(proxy, 10);
        proxy.Upstream.Handler = _bad.Handler = RawServer.Text("");

        Assert.Equal(0, await CountFailuresAsync(proxy, 4));
    }

    [Fact]
    public async Task Destination_SplitLocalOriginFailures_IsEjected()
    {
        _bad.Handler = RawServer.RawThenClose("");
        var proxy = await StartAsync(Setup()
            .With($"{Cluster}:Metadata:SplitExternalLocalOriginErrors", "true")
            .With($"{Cluster}:Metadata:ConsecutiveLocalOriginFailure", "2")
            .With($"ReverseProxy:Routes:{ProxyRole.Front.Cluster}:Metadata:NumRetries", "0"));

        Assert.Equal(2, await CountFailuresAsync(proxy, 20));
    }

    private ProxySetup Setup() => new ProxySetup(ProxyRole.Front)
        .WithTime(_time)
        .With("Tracing:RandomSampling", "0")
        .With($"{Cluster}:Destinations:second:Address", _bad.Address)
        .With($"{Cluster}:Metadata:OutlierDetection", "true")
        .With($"{Cluster}:Metadata:Consecutive5xx", "3");

    private static async Task<int> CountFailuresAsync(ProxyEnvironment proxy, int requests)
    {
        var failures = 0;
        for (var i = 0; i < requests; i++)
        {
            failures += (await proxy.GetAsync("/")).Status == "200" ? 0 : 1;
        }

        return failures;
    }
}
