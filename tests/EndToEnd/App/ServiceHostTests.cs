using System.Diagnostics;
using ZipkinMesh.App;
using ZipkinMesh.App.Options;

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
    public async Task Run_SidecarExits_ReturnsErrorWithItsExitCode()
    {
        Assert.Equal(1, await RunAsync(_scratch.Script("sidecar", "exit 7")));

        Assert.Equal("service: the sidecar exited with code 7; stopping the app", Assert.Single(_errors.All));
    }

    [Fact]
    public async Task Run_SidecarExitsWithZero_ReturnsError() =>
        Assert.Equal(1, await RunAsync(_scratch.Script("sidecar", "exit 0")));

    [Fact]
    public async Task Run_SidecarIsNoProgram_ReturnsError()
    {
        var sidecar = Path.Combine(_scratch.Folder, "sidecar");
        await File.WriteAllTextAsync(sidecar, "no program", TestContext.Current.CancellationToken);

        Assert.Equal(1, await RunAsync(sidecar));

        Assert.StartsWith($"service: App:Sidecar: '{sidecar}' can't be run: ", Assert.Single(_errors.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PortInUse_ReturnsErrorWithoutStartingSidecar()
    {
        await using var other = await FakeEgress.StartAsync();

        Assert.Equal(1, await RunAsync(_scratch.Script("sidecar", "touch started"), other.Address.Port));

        Assert.Equal($"service: App:Port: '{other.Address.Port}' can't be opened: Address already in use", Assert.Single(_errors.All));
        Assert.False(File.Exists(Path.Combine(_scratch.Folder, "started")));
    }

    [Fact]
    public async Task Stop_SidecarIgnoresSigTerm_KillsItAndReturnsError()
    {
        var run = RunAsync(_scratch.Script("sidecar", "trap '' TERM", "echo $$ > starting", "mv starting pid", Scratch.Forever));
        var sidecar = await PidAsync();

        _stop.SetResult();

        Assert.Equal(1, await run);
        Assert.Equal("service: the sidecar didn't stop within 0.3 s of SIGTERM and was killed", Assert.Single(_errors.All));
        await Child.WaitForExitAsync(sidecar);
    }

    [Fact]
    public async Task Stop_SidecarExitsWithError_ReturnsError()
    {
        var run = RunAsync(_scratch.Script("sidecar", "trap 'exit 3' TERM", "echo $$ > starting", "mv starting pid", Scratch.Forever));
        await PidAsync();

        _stop.SetResult();

        Assert.Equal(1, await run);
        Assert.Equal("service: the sidecar exited with code 3 while stopping", Assert.Single(_errors.All));
    }

    [Fact]
    public async Task Stop_NoSidecar_ReturnsZero()
    {
        _stop.SetResult();

        Assert.Equal(0, await RunAsync(null));
    }

    private Task<int> RunAsync(string? sidecar, int port = 0)
    {
        var options = new AppOptions { ServiceName = "2", Port = port, Sidecar = sidecar, SidecarStopTimeout = TimeSpan.FromSeconds(0.3) };
        return new ServiceHost(options, TextWriter.Null, _errors).RunAsync(_stop.Task).WaitAsync(Lines.Bound);
    }

    // The script moves the file into place after it has set its traps.
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
