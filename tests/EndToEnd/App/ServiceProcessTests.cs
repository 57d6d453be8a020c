using System.Diagnostics;
using System.Globalization;

namespace ZipkinMesh.Tests.App;

/// <summary>Runs the program as a container does, with a shell script as the sidecar.</summary>
public sealed class ServiceProcessTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly HttpClient _client = new();
    private readonly int _port = Scratch.FreePorts(1)[0];

    public void Dispose()
    {
        _client.Dispose();
        _scratch.Dispose();
    }

    [Theory]
    [InlineData(Child.SigTerm)]
    [InlineData(Child.SigInt)]
    public async Task Signal_SidecarDrains_AppRespondsUntilSidecarHasExited(int signal)
    {
        using var host = Start(
            "trap 'echo draining; while [ ! -e drained ]; do sleep 0.05; done; echo flushed; exit 0' TERM",
            "echo up in $PWD: $*, listening on $Listeners__ingress_http__Port",
            "echo an error >&2",
            Scratch.Forever);
        Assert.Equal(
            $"up in {_scratch.Folder}: -c service1.json --service-cluster service1, listening on 8001", await host.Output.WaitForAsync("up in"));
        await host.Errors.WaitForAsync("an error");

        host.Signal(signal);
        await host.Output.WaitForAsync("draining");
        Assert.StartsWith("Hello", await _client.GetStringAsync(Url, Cancel), StringComparison.Ordinal);
        _scratch.Script("drained");

        Assert.Equal(0, await host.ExitCodeAsync());
        await host.Output.WaitForAsync("flushed");
        await Assert.ThrowsAsync<HttpRequestException>(() => _client.GetStringAsync(Url, Cancel));
    }

    [Fact]
    public async Task SidecarKilled_RequestHangs_HostExitsAtOnce()
    {
        var received = new TaskCompletionSource();
        await using var egress = await FakeEgress.StartAsync(async context =>
        {
            received.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var host = Start(egress.Address, "echo pid $$", Scratch.Forever);
        var sidecar = int.Parse((await host.Output.WaitForAsync("pid "))[4..], CultureInfo.InvariantCulture);
        var hanging = _client.GetStringAsync($"http://127.0.0.1:{_port}/trace/1", Cancel);
        await received.Task.WaitAsync(Lines.Bound, Cancel);

        var clock = Stopwatch.StartNew();
        Assert.True(Child.SendSignal(sidecar, Child.SigKill));

        Assert.Equal(1, await host.ExitCodeAsync());
        // The hanging egress call alone would go on for 16 s.
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.StartsWith("Hello", await hanging, StringComparison.Ordinal);
        await host.Errors.WaitForAsync("service: the sidecar was killed (SIGKILL); stopping the app");
    }

    [Fact]
    public async Task Kill_Host_EndsItsSidecar()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells a process that its parent has ended.");
        var ports = Scratch.FreePorts(2);
        using var host = new Child(Program, [], new()
        {
            ["SERVICE_NAME"] = "1",
            ["App__Port"] = $"{_port}",
            ["App__Sidecar"] = Path.Combine(AppContext.BaseDirectory, "../../Sidecar/debug/sidecar"),
            ["Listeners__ingress_http__Port"] = $"{ports[0]}",
            ["Listeners__egress_http__Port"] = $"{ports[1]}",
            ["Admin__Port"] = "0",
        });
        await host.Output.WaitForAsync("egress_http");
        var sidecar = Assert.Single(host.Descendants());

        host.Signal(Child.SigKill);

        await Child.WaitForExitAsync(sidecar);
    }

    [Fact]
    public async Task Start_InvalidSetting_WritesOneLineAndReturns1()
    {
        using var host = new Child(Program, [], new() { ["SERVICE_NAME"] = "1", ["App__Port"] = "http" });

        Assert.Equal(1, await host.ExitCodeAsync());
        Assert.Equal("service: App:Port: 'http' is not allowed; allowed: 1 to 65535", await host.Errors.WaitForAsync("App:Port"));
        Assert.Empty(host.Output.All);
    }

    [Fact]
    public async Task Start_EmptySidecar_RunsAppAlone()
    {
        using var host = new Child(Program, ["--App:Port", $"{_port}"], new() { ["SERVICE_NAME"] = "2", ["App__Sidecar"] = "" });
        await WaitUntilReadyAsync();

        host.Signal(Child.SigTerm);

        Assert.Equal(0, await host.ExitCodeAsync());
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "service");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Url => $"http://127.0.0.1:{_port}/service/1";

    private Child Start(params string[] sidecar) => Start(new Uri("http://127.0.0.1:9000"), sidecar);

    private Child Start(Uri egress, params string[] sidecar) => new(Program, [], new()
    {
        ["SERVICE_NAME"] = "1",
        ["App__Port"] = $"{_port}",
        ["App__Egress"] = egress.OriginalString,
        ["App__Sidecar"] = _scratch.Script("sidecar", sidecar),
        ["Listeners__ingress_http__Port"] = "8001",
    });

    private async Task WaitUntilReadyAsync()
    {
        for (var clock = Stopwatch.StartNew(); ;)
        {
            try
            {
                await _client.GetAsync(Url, Cancel);
                return;
            }
            catch (HttpRequestException) when (clock.Elapsed < Lines.Bound)
            {
                await Task.Delay(20, Cancel);
            }
        }
    }
}
