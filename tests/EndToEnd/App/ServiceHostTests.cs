using System.Diagnostics;
using ZipkinMesh.App;

namespace ZipkinMesh.Tests.App;

public sealed class ServiceHostTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly Lines _errors = new();
    private readonly TaskCompletionSource _stop = new();

    public void Dispose()
    {
        _scratch.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public async Task Run_SidecarEndsOnItsOwn_FailsWithItsExitCode()
    {
        Assert.Equal(1, await RunAsync(_scratch.Script("sidecar", "exit 7")));

        Assert.Equal("service: the sidecar ended on its own with exit code 7", Assert.Single(_errors.All));
    }

    [Fact]
    public async Task Run_SidecarEndsOnItsOwnWithZero_FailsToo() =>
        Assert.Equal(1, await RunAsync(_scratch.Script("sidecar", "exit 0")));

    [Fact]
    public async Task Run_SidecarCannotBeRun_Fails()
    {
        var sidecar = Path.Combine(_scratch.Folder, "sidecar");
        await File.WriteAllTextAsync(sidecar, "no program", TestContext.Current.CancellationToken);

        Assert.Equal(1, await RunAsync(sidecar));

        Assert.StartsWith($"service: App:Sidecar is '{sidecar}'; it can't be run", Assert.Single(_errors.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PortTaken_FailsBeforeTheSidecarStarts()
    {
        await using var other = await FakeEgress.StartAsync();

        Assert.Equal(1, await RunAsync(_scratch.Script("sidecar", "touch started"), other.Address.Port));

        Assert.StartsWith($"service: App:Port is '{other.Address.Port}'; ", Assert.Single(_errors.All), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_scratch.Folder, "started")));
    }

    [Fact]
    public async Task Stop_SidecarIgnoresSigTerm_IsKilledAndFails()
    {
        var run = RunAsync(_scratch.Script("sidecar", "trap '' TERM", "echo $$ > starting", "mv starting pid", Scratch.Forever));
        var sidecar = await PidAsync();

        _stop.SetResult();

        Assert.Equal(1, await run);
        Assert.Equal("service: the sidecar did not end within 0.3 s of SIGTERM and was killed", Assert.Single(_errors.All));
        await Child.GoneAsync(sidecar);
    }

    [Fact]
    public async Task Stop_SidecarFailsToFlush_FailsToo()
    {
        var run = RunAsync(_scratch.Script("sidecar", "trap 'exit 3' TERM", "echo $$ > starting", "mv starting pid", Scratch.Forever));
        await PidAsync();

        _stop.SetResult();

        Assert.Equal(1, await run);
        Assert.Equal("service: the sidecar ended with exit code 3", Assert.Single(_errors.All));
    }

    [Fact]
    public async Task Stop_WithoutSidecar_Ends()
    {
        _stop.SetResult();

        Assert.Equal(0, await RunAsync(null));
    }

    private Task<int> RunAsync(string? sidecar, int port = 0)
    {
        var options = new AppOptions { ServiceName = "2", Port = port, Sidecar = sidecar, SidecarStopTimeout = TimeSpan.FromSeconds(0.3) };
        return new ServiceHost(options, TextWriter.Null, _errors).RunAsync(_stop.Task).WaitAsync(Lines.Bound);
    }

    // The file is there, whole, once the sidecar has set its traps.
    private async Task<int> PidAsync()
    {
        var file = Path.Combine(_scratch.Folder, "pid");
        for (var clock = Stopwatch.StartNew(); !File.Exists(file) && clock.Elapsed < Lines.Bound;)
        {
            await Task.Delay(10);
        }

        return int.Parse(await File.ReadAllTextAsync(file), System.Globalization.CultureInfo.InvariantCulture);
    }
}
