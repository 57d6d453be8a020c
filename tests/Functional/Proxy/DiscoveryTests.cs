using ZipkinMesh.Proxy.Upstreams;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests DNS discovery: every address of a name is a destination, and a failed lookup keeps the previous addresses.</summary>
public sealed class DiscoveryTests : ProxyTests
{
    private const string Applied = "Routes and clusters applied.";

    private readonly ManualTimeProvider _time = new(StrictDnsResolver.RefreshRate);
    private readonly RawServer _one;
    private readonly RawServer _two;
    private readonly ProxySetup _setup;

    public DiscoveryTests()
    {
        var port = Scratch.FreePorts(1)[0];
        _one = new RawServer("127.0.0.1", port) { Handler = RawServer.Text("one") };
        _two = new RawServer("127.0.0.2", port) { Handler = RawServer.Text("two") };
        _setup = new ProxySetup(ProxyRole.Front)
            .WithTime(_time)
            .WithUpstream($"http://up.test:{port}")
            .With("Tracing:RandomSampling", "0");
    }

    public override async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Name_TwoAddresses_AlternatesBetweenThem()
    {
        _setup.Dns.Set("up.test", "127.0.0.2", "127.0.0.1");
        var proxy = await StartAsync();

        string[] bodies = [await GetBodyAsync(proxy), await GetBodyAsync(proxy), await GetBodyAsync(proxy), await GetBodyAsync(proxy)];

        Assert.Equal(["one", "one", "two", "two"], bodies.Order());
        Assert.NotEqual(bodies[0], bodies[1]);
        Assert.Equal("mesh.test", (await _one.TakeAsync())["host"]);
    }

    [Fact]
    public async Task Name_Ipv4AndIpv6Addresses_UsesIpv4()
    {
        _setup.Dns.Set("up.test", "::1", "127.0.0.2", "127.0.0.2");
        var proxy = await StartAsync();

        Assert.Equal(["two", "two"], [await GetBodyAsync(proxy), await GetBodyAsync(proxy)]);
    }

    [Fact]
    public async Task Name_AddressChanges_IsUsedAfterNextLookup()
    {
        _setup.Dns.Set("up.test", "127.0.0.1");
        var proxy = await StartAsync();
        Assert.Equal("one", await GetBodyAsync(proxy));

        _setup.Dns.Set("up.test", "127.0.0.2");
        _time.Advance(StrictDnsResolver.RefreshRate - TimeSpan.FromTicks(1));
        Assert.Equal("one", await GetBodyAsync(proxy));
        _time.Advance(TimeSpan.FromTicks(1));
        await proxy.Log.WaitForAsync(Applied, 2);

        Assert.Equal("two", await GetBodyAsync(proxy));
    }

    [Fact]
    public async Task Name_LookupFails_KeepsPreviousAddresses()
    {
        _setup.Dns.Set("up.test", "127.0.0.1");
        var proxy = await StartAsync();
        Assert.Equal("up.test", await _setup.Dns.TakeLookupAsync());

        _setup.Dns.Remove("up.test");
        await LookupAsync();
        await LookupAsync(); // The result of the previous lookup has been applied by now.

        Assert.Equal("one", await GetBodyAsync(proxy));
    }

    [Fact]
    public async Task Name_LookupReturnsNoAddress_KeepsPreviousAddresses()
    {
        _setup.Dns.Set("up.test", "127.0.0.1");
        var proxy = await StartAsync();
        Assert.Equal("up.test", await _setup.Dns.TakeLookupAsync());

        _setup.Dns.Set("up.test");
        await LookupAsync();
        await LookupAsync();

        Assert.Equal("one", await GetBodyAsync(proxy));
    }

    [Fact]
    public async Task Name_UnknownAtStart_IsUsedOnceResolved()
    {
        var proxy = await StartAsync();
        Assert.Equal("no healthy upstream", await GetBodyAsync(proxy));

        _setup.Dns.Set("up.test", "127.0.0.1");
        _time.Advance(StrictDnsResolver.RefreshRate);
        await proxy.Log.WaitForAsync(Applied, 2);

        Assert.Equal("one", await GetBodyAsync(proxy));
    }

    private async Task<ProxyEnvironment> StartAsync()
    {
        var proxy = await StartAsync(_setup);
        await _time.TimerStartedAsync();
        return proxy;
    }

    private async Task LookupAsync()
    {
        _time.Advance(StrictDnsResolver.RefreshRate);
        Assert.Equal("up.test", await _setup.Dns.TakeLookupAsync());
    }

    private static async Task<string> GetBodyAsync(ProxyEnvironment proxy) => (await proxy.GetAsync("/")).Body;
}
