using ZipkinMesh.Proxy.Upstreams;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>A name's addresses are destinations: all of them, as they are by the last look-up that had an answer.</summary>
public sealed class DiscoveryTests : ProxyTests
{
    private const string Applied = "Routes and clusters applied.";

    private readonly HeldTime _time = new(StrictDnsResolver.RefreshRate);
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
    public async Task Name_TwoAddresses_TakeTurns()
    {
        _setup.Names.Set("up.test", "127.0.0.2", "127.0.0.1");
        var proxy = await StartAsync();

        string[] bodies = [await AskAsync(proxy), await AskAsync(proxy), await AskAsync(proxy), await AskAsync(proxy)];

        Assert.Equal(["one", "one", "two", "two"], bodies.Order());
        Assert.NotEqual(bodies[0], bodies[1]);
        Assert.Equal("mesh.test", (await _one.TakeAsync())["host"]);
    }

    [Fact]
    public async Task Name_BothKindsOfAddresses_Ipv4IsUsed()
    {
        _setup.Names.Set("up.test", "::1", "127.0.0.2", "127.0.0.2");
        var proxy = await StartAsync();

        Assert.Equal(["two", "two"], [await AskAsync(proxy), await AskAsync(proxy)]);
    }

    [Fact]
    public async Task Name_OtherAddress_IsUsedAfterTheNextLookUp()
    {
        _setup.Names.Set("up.test", "127.0.0.1");
        var proxy = await StartAsync();
        Assert.Equal("one", await AskAsync(proxy));

        _setup.Names.Set("up.test", "127.0.0.2");
        _time.Advance(StrictDnsResolver.RefreshRate - TimeSpan.FromTicks(1));
        Assert.Equal("one", await AskAsync(proxy));
        _time.Advance(TimeSpan.FromTicks(1));
        await proxy.Log.WaitForAsync(Applied, 2);

        Assert.Equal("two", await AskAsync(proxy));
    }

    [Fact]
    public async Task Name_NotFoundAnyMore_KeepsTheLastGoodAddresses()
    {
        _setup.Names.Set("up.test", "127.0.0.1");
        var proxy = await StartAsync();
        Assert.Equal("up.test", await _setup.Names.AskedAsync());

        _setup.Names.Forget("up.test");
        await LookUpAsync();
        await LookUpAsync(); // By now, the one before has had its effect.

        Assert.Equal("one", await AskAsync(proxy));
    }

    [Fact]
    public async Task Name_NoAddressAnyMore_KeepsTheLastGoodAddresses()
    {
        _setup.Names.Set("up.test", "127.0.0.1");
        var proxy = await StartAsync();
        Assert.Equal("up.test", await _setup.Names.AskedAsync());

        _setup.Names.Set("up.test");
        await LookUpAsync();
        await LookUpAsync();

        Assert.Equal("one", await AskAsync(proxy));
    }

    [Fact]
    public async Task Name_UnknownAtStart_IsServedWhenItAppears()
    {
        var proxy = await StartAsync();
        Assert.Equal("no healthy upstream", await AskAsync(proxy));

        _setup.Names.Set("up.test", "127.0.0.1");
        _time.Advance(StrictDnsResolver.RefreshRate);
        await proxy.Log.WaitForAsync(Applied, 2);

        Assert.Equal("one", await AskAsync(proxy));
    }

    private async Task<ProxyEnvironment> StartAsync()
    {
        var proxy = await StartAsync(_setup);
        await _time.TickingAsync();
        return proxy;
    }

    private async Task LookUpAsync()
    {
        _time.Advance(StrictDnsResolver.RefreshRate);
        Assert.Equal("up.test", await _setup.Names.AskedAsync());
    }

    private static async Task<string> AskAsync(ProxyEnvironment proxy) => (await proxy.GetAsync("/")).Body;
}
