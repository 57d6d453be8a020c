using System.Globalization;
using ZipkinMesh.Local;
using ZipkinMesh.Local.Output;
using ZipkinMesh.Local.Roles;

namespace ZipkinMesh.Tests.Local;

/// <summary>Runs the runner with shell scripts as the processes.</summary>
public sealed class RunnerTests : IAsyncDisposable
{
    private const string SaysBye = "trap 'echo bye; exit 0' TERM";

    private readonly Scratch _scratch = new();
    private readonly Lines _output = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _kill = new();

    private Task _run = Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        // A failed test leaves its processes running.
        await _stop.CancelAsync();
        await _kill.CancelAsync();
        await _run.WaitAsync(Lines.Bound).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _kill.Dispose();
        await _output.DisposeAsync();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Run_FirstIsSlow_StartsNextWhenItIsReady()
    {
        var port = Scratch.FreePorts(1)[0];
        var slow = RoleWithPort(
            "slow", port, "echo waiting", "while [ ! -e go ]; do sleep 0.05; done",
            $"SERVICE_NAME=2 App__Sidecar= exec {AppContext.BaseDirectory}service --App:Port {port}");

        var run = RunAsync([slow, Role("next", SaysBye, "echo up", Scratch.Forever)]);
        await _output.WaitForAsync("slow  | waiting");
        Assert.DoesNotContain(_output.All, line => line.Contains("next", StringComparison.Ordinal));
        _scratch.Script("go");
        await _output.WaitForAsync("next  | up");
        await _output.WaitForAsync("try this");
        await _stop.CancelAsync();

        Assert.Equal(0, await run);
        AssertInOrder($"starting slow on port {port}", "slow is ready", "starting next", "next is ready", "try this");
        AssertInOrder("try this", "stopping next", "next  | bye", "next stopped", "stopping slow", "slow stopped");
    }

    [Fact]
    public async Task Run_Role_HasItsArgumentsEnvironmentAndProcessGroup()
    {
        var role = Role("role", "echo \"$2, $WORD\"", "kill -0 -$$ && echo leads a group >&2", Scratch.Forever);
        role = role with { Arguments = ["one", "two words"], Environment = new Dictionary<string, string> { ["WORD"] = "of the environment" } };

        var run = RunAsync([role]);
        await _output.WaitForAsync("role  | two words, of the environment");
        await _output.WaitForAsync("role  | leads a group");
        await _stop.CancelAsync();

        Assert.Equal(0, await run);
    }

    [Fact]
    public async Task Run_RoleExitsBeforeItIsReady_StopsTheOthers()
    {
        var run = RunAsync(
            [Role("first", SaysBye, "echo up", "touch up", Scratch.Forever),
            RoleWithPort("broken", Scratch.FreePorts(1)[0], "while [ ! -e up ]; do sleep 0.05; done", "echo why >&2", "exit 5"),
            Role("never", "echo up")]);

        Assert.Equal(1, await run);
        Assert.Contains("local: broken exited with code 5; stopping the rest", _output.All);
        await _output.WaitForAsync("broken  | why");
        await _output.WaitForAsync("first   | bye");
        Assert.DoesNotContain(_output.All, line => line.Contains("never", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_ProgramMissing_WritesItsPath()
    {
        var run = RunAsync([new() { Name = "role", Program = "/no/such/program", Ports = [new(Scratch.FreePorts(1)[0], "--port")] }]);

        Assert.Equal(1, await run);
        await _output.WaitForAsync("role  | local: can't run /no/such/program: No such file or directory");
        Assert.Contains("local: role exited with code 126; stopping the rest", _output.All);
    }

    [Fact]
    public async Task Run_RoleNeverReady_StopsAfterTimeout()
    {
        var run = RunAsync([RoleWithPort("role", Scratch.FreePorts(1)[0], Scratch.Forever)], startTimeout: 0.5);

        Assert.Equal(1, await run);
        Assert.Contains("local: role was not ready within 0.5 s; stopping the rest", _output.All);
    }

    [Fact]
    public async Task Stop_RoleIsStarting_StopsIt()
    {
        var run = RunAsync([RoleWithPort("role", Scratch.FreePorts(1)[0], "echo pid $$", Scratch.Forever)]);
        var pid = await PidAsync("role");
        await _stop.CancelAsync();

        Assert.Equal(0, await run);
        await Child.WaitForExitAsync(pid);
    }

    [Fact]
    public async Task Run_RoleIsKilled_StopsTheOthersInReverseOrder()
    {
        var run = RunAsync(
            [Role("one", SaysBye, "echo up", Scratch.Forever), Role("two", "echo pid $$", Scratch.Forever), Role("three", SaysBye, "echo up", Scratch.Forever)]);
        await _output.WaitForAsync("one    | up");
        await _output.WaitForAsync("three  | up");
        await _output.WaitForAsync("try this");
        Child.SendSignal(await PidAsync("two"), Child.SigKill);

        Assert.Equal(1, await run);
        AssertInOrder("two was killed (SIGKILL); stopping the rest", "three  | bye", "three stopped", "one    | bye", "one stopped");
    }

    [Fact]
    public async Task Stop_RoleHangs_IsKilledAfterTimeout()
    {
        var run = RunAsync([Role("role", SaysBye, "echo pid $$", Scratch.Forever)], stopTimeout: 0.3);
        var pid = await PidAsync("role");
        Child.SendSignal(pid, Child.SigStop);
        await _stop.CancelAsync();

        Assert.Equal(1, await run);
        Assert.Contains("local: role didn't stop within 0.3 s and was killed", _output.All);
        await Child.WaitForExitAsync(pid);
    }

    [Fact]
    public async Task Stop_Twice_KillsAtOnce()
    {
        var run = RunAsync([Role("role", "trap 'echo not yet' TERM", "echo pid $$", Scratch.Forever)], stopTimeout: 3600);
        var pid = await PidAsync("role");
        await _stop.CancelAsync();
        await _output.WaitForAsync("not yet");
        await _kill.CancelAsync();

        Assert.Equal(1, await run);
        Assert.Contains("local: role was killed", _output.All);
        await Child.WaitForExitAsync(pid);
    }

    [Fact]
    public async Task Stop_RoleExitsWithError_ReturnsError()
    {
        var run = RunAsync([Role("role", "trap 'exit 4' TERM", "echo up", Scratch.Forever)]);
        await _output.WaitForAsync("role  | up");
        await _stop.CancelAsync();

        Assert.Equal(1, await run);
        Assert.Contains("local: role exited with code 4", _output.All);
    }

    [Fact]
    public async Task Run_DotNetProgram_DiagnosticsWorkAndLeaveNoFiles()
    {
        var port = Scratch.FreePorts(1)[0];
        var role = RoleWithPort("role", port, "echo pid $$", $"SERVICE_NAME=2 App__Sidecar= exec {AppContext.BaseDirectory}service --App:Port {port}");

        var run = RunAsync([role]);
        await _output.WaitForAsync("try this");
        var files = $"dotnet-diagnostic-{await PidAsync("role")}-*";
        Assert.Single(Directory.EnumerateFiles(Path.GetTempPath(), files));
        await _stop.CancelAsync();

        Assert.Equal(0, await run);
        Assert.Empty(Directory.EnumerateFiles(Path.GetTempPath(), files));
    }

    [Theory]
    [InlineData(SaysBye, true)]
    [InlineData("trap '' TERM", false)]
    public async Task Run_KilledRoleLeavesOrphan_StopsOrphan(string trap, bool saysBye)
    {
        var orphan = _scratch.Script("orphan.sh", trap, "echo orphan $$", Scratch.Forever);
        var run = RunAsync([Role("role", $"{orphan} &", "echo pid $$", Scratch.Forever)], stopTimeout: saysBye ? 10 : 0.3);
        var (role, left) = (await PidAsync("role"), await PidAsync("role", "orphan"));
        Child.SendSignal(role, Child.SigKill);

        Assert.Equal(1, await run);
        await Child.WaitForExitAsync(left);
        Assert.Equal(saysBye, _output.All.Contains("role  | bye"));
    }

    private Role Role(string name, params string[] lines) =>
        new() { Name = name, Program = _scratch.Script($"{name}.sh", [$"cd {_scratch.Folder}", .. lines]) };

    private Role RoleWithPort(string name, int port, params string[] lines) => Role(name, lines) with { Ports = [new(port, "--port")] };

    private Task<int> RunAsync(Role[] roles, double startTimeout = 30, double stopTimeout = 20)
    {
        var runner = new Runner(roles, new MeshOutput(_output, [.. roles.Select(role => role.Name)], color: false), ["try this"])
        {
            StartTimeout = TimeSpan.FromSeconds(startTimeout),
            StopTimeout = TimeSpan.FromSeconds(stopTimeout),
        };
        var run = runner.RunAsync(_stop.Token, _kill.Token);
        _run = run;
        return run.WaitAsync(Lines.Bound);
    }

    private async Task<int> PidAsync(string role, string word = "pid")
    {
        var line = await _output.WaitForAsync(line => line.StartsWith(role, StringComparison.Ordinal) && line.Contains($" | {word} ", StringComparison.Ordinal));
        return int.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture);
    }

    private void AssertInOrder(params string[] texts)
    {
        var places = texts.Select(text => Array.FindIndex(_output.All, line => line.Contains(text, StringComparison.Ordinal))).ToArray();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }
}
