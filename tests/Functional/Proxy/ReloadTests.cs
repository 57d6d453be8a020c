using System.Diagnostics;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>The file changes while the proxy runs. What can be used is; what can't is told in one line, and changes nothing.</summary>
public sealed class ReloadTests : ProxyTests
{
    private const string Route = "ReverseProxy:Routes:service1";
    private const string Refused = " (rejected; the last good configuration stays in use)";

    private readonly ProxySetup _setup = new ProxySetup(ProxyRole.Front).With("Tracing:RandomSampling", "0");

    [Fact]
    public async Task File_RouteChanges_AppliesWithoutRestart()
    {
        var proxy = await StartAsync(_setup);
        Assert.Equal("15000", await ToldTimeoutAsync(proxy));

        _setup.WithRouteTimeout("00:00:07");
        proxy.Rewrite();

        await AppliesAsync(proxy, "7000");
    }

    [Theory]
    [InlineData(Route + ":Timeout", "abc", Route + ":Timeout: 'abc' is not allowed; allowed: 00:00:00 to 1.00:00:00, such as 00:00:15")]
    [InlineData(Route + ":Metadata:Listener", "other", Route + ":Metadata:Listener: 'other' is not allowed; allowed: one of the listeners: ingress_http")]
    [InlineData("Tracing:RandomSampling", "101", "Tracing:RandomSampling: '101' is not allowed; allowed: 0 to 100 (percent)")]
    public async Task File_ChangesForTheWorse_IsRefusedAndTheLastGoodStays(string key, string value, string line)
    {
        var proxy = await StartAsync(_setup);

        _setup.With(Route + ":Order", "1").With(key, value);
        proxy.Rewrite();
        await proxy.Log.WaitForAsync($"Error: {line}{Refused}");
        Assert.Equal("15000", await ToldTimeoutAsync(proxy));

        _setup.With("Tracing:RandomSampling", "0").With(Route + ":Metadata:Listener", "ingress_http").WithRouteTimeout("00:00:07");
        proxy.Rewrite();
        await AppliesAsync(proxy, "7000");
    }

    [Fact]
    public async Task File_NoJsonAnyMore_IsRefusedAndTheLastGoodStays()
    {
        var proxy = await StartAsync(_setup);

        proxy.Write("{ \"Listeners\": ");
        var line = await proxy.Log.WaitForAsync(Refused);
        Assert.StartsWith($"Error: {proxy.SettingsPath}: can't be read: ", line, StringComparison.Ordinal);
        Assert.Equal("15000", await ToldTimeoutAsync(proxy));

        _setup.WithRouteTimeout("00:00:07");
        proxy.Rewrite();
        await AppliesAsync(proxy, "7000");
    }

    [Fact]
    public async Task File_Removed_IsRefusedAndTheLastGoodStays()
    {
        var proxy = await StartAsync(_setup);

        File.Delete(proxy.SettingsPath);
        await proxy.Log.WaitForAsync(Refused);
        Assert.Equal("15000", await ToldTimeoutAsync(proxy));

        _setup.WithRouteTimeout("00:00:07");
        proxy.Rewrite();
        await AppliesAsync(proxy, "7000");
    }

    // A file that is written is seen more than once, and at times half written: what counts is what comes of it.
    private static async Task AppliesAsync(ProxyEnvironment proxy, string timeout)
    {
        for (var clock = Stopwatch.StartNew(); await ToldTimeoutAsync(proxy) != timeout;)
        {
            Assert.True(clock.Elapsed < Lines.Bound, $"the change does not apply; the log:\n{proxy.Log}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<string?> ToldTimeoutAsync(ProxyEnvironment proxy) =>
        (await proxy.ForwardAsync())["x-envoy-expected-rq-timeout-ms"];
}
