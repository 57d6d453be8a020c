using System.Diagnostics;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests changes of the settings file at run time: valid ones apply, invalid ones log one line and change nothing.</summary>
public sealed class ReloadTests : ProxyTests
{
    private const string Route = "ReverseProxy:Routes:service1";
    private const string Rejected = " (rejected; the last good configuration stays in use)";

    private readonly ProxySetup _setup = new ProxySetup(ProxyRole.Front).With("Tracing:RandomSampling", "0");

    [Fact]
    public async Task File_RouteChanges_AppliesWithoutRestart()
    {
        var proxy = await StartAsync(_setup);
        Assert.Equal("15000", await GetTimeoutHeaderAsync(proxy));

        _setup.WithRouteTimeout("00:00:07");
        proxy.WriteSettings();

        await WaitForTimeoutAsync(proxy, "7000");
    }

    [Theory]
    [InlineData(Route + ":Timeout", "abc", Route + ":Timeout: 'abc' is not allowed; allowed: 00:00:00 to 1.00:00:00, such as 00:00:15")]
    [InlineData(Route + ":Metadata:Listener", "other", Route + ":Metadata:Listener: 'other' is not allowed; allowed: one of the listeners: ingress_http")]
    [InlineData("Tracing:RandomSampling", "101", "Tracing:RandomSampling: '101' is not allowed; allowed: 0 to 100 (percent)")]
    public async Task File_InvalidChange_KeepsLastGoodConfiguration(string key, string value, string line)
    {
        var proxy = await StartAsync(_setup);

        _setup.With(Route + ":Order", "1").With(key, value);
        proxy.WriteSettings();
        await proxy.Log.WaitForAsync($"Error: {line}{Rejected}");
        Assert.Equal("15000", await GetTimeoutHeaderAsync(proxy));

        _setup.With("Tracing:RandomSampling", "0").With(Route + ":Metadata:Listener", "ingress_http").WithRouteTimeout("00:00:07");
        proxy.WriteSettings();
        await WaitForTimeoutAsync(proxy, "7000");
    }

    [Fact]
    public async Task File_InvalidJson_KeepsLastGoodConfiguration()
    {
        var proxy = await StartAsync(_setup);

        proxy.WriteSettings("{ \"Listeners\": ");
        var line = await proxy.Log.WaitForAsync(Rejected);
        Assert.StartsWith($"Error: {proxy.SettingsPath}: can't be read: ", line, StringComparison.Ordinal);
        Assert.Equal("15000", await GetTimeoutHeaderAsync(proxy));

        _setup.WithRouteTimeout("00:00:07");
        proxy.WriteSettings();
        await WaitForTimeoutAsync(proxy, "7000");
    }

    [Fact]
    public async Task File_Deleted_KeepsLastGoodConfiguration()
    {
        var proxy = await StartAsync(_setup);

        File.Delete(proxy.SettingsPath);
        await proxy.Log.WaitForAsync(Rejected);
        Assert.Equal("15000", await GetTimeoutHeaderAsync(proxy));

        _setup.WithRouteTimeout("00:00:07");
        proxy.WriteSettings();
        await WaitForTimeoutAsync(proxy, "7000");
    }

    // One write can raise several change events, some with a partly written file. Only the final configuration matters.
    private static async Task WaitForTimeoutAsync(ProxyEnvironment proxy, string timeout)
    {
        for (var clock = Stopwatch.StartNew(); await GetTimeoutHeaderAsync(proxy) != timeout;)
        {
            Assert.True(clock.Elapsed < Lines.Bound, $"The change was not applied. Log:\n{proxy.Log}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<string?> GetTimeoutHeaderAsync(ProxyEnvironment proxy) =>
        (await proxy.ForwardAsync())["x-envoy-expected-rq-timeout-ms"];
}
