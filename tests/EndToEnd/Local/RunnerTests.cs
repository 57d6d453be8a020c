using System.Globalization;
using ZipkinMesh.Local;

namespace ZipkinMesh.Tests.Local;

/// <summary>The runner with roles that are shell scripts.</summary>
public sealed class RunnerTests : IAsyncDisposable
{
    private const string SaysBye = "trap 'echo bye; exit 0' TERM";

    private readonly Scratch _scratch = new();
    private readonly Lines _output = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _stopAtOnce = new();

    private Task _run = Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        // A test that failed half way leaves its roles running.
        await _stop.CancelAsync();
        await _stopAtOnce.CancelAsync();
        await _run.WaitAsync(Lines.Bound).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _stopAtOnce.Dispose();
        await _output.DisposeAsync();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Run_RoleBecomesReady_OnlyThenTheNextStarts()
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
        AssertInOrder("starting slow", "slow is ready", "starting next", "next is ready", "try this");
        AssertInOrder("try this", "ending next", "next  | bye", "next ended", "ending slow", "slow ended with exit code 0");
    }

    [Fact]
    public async Task Run_RoleIsStarted_HasItsArgumentsAndEnvironmentAndAGroupOfItsOwn()
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
    public async Task Run_RoleEndsBeforeItIsReady_EndsThoseStarted()
    {
        var run = RunAsync(
            [Role("first", SaysBye, "echo up", "touch up", Scratch.Forever),
            RoleWithPort("broken", Scratch.FreePorts(1)[0], "while [ ! -e up ]; do sleep 0.05; done", "echo why >&2", "exit 5"),
            Role("never", "echo up")]);

        Assert.Equal(1, await run);
        Assert.Contains("local: broken ended on its own with exit code 5; ending all", _output.All);
        await _output.WaitForAsync("broken  | why");
        await _output.WaitForAsync("first   | bye");
        Assert.DoesNotContain(_output.All, line => line.Contains("never", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_ProgramMissing_SaysSo()
    {
        var run = RunAsync([new() { Name = "role", Program = "/no/such/program", Ports = [new(Scratch.FreePorts(1)[0], "--port")] }]);

        Assert.Equal(1, await run);
        await _output.WaitForAsync("role  | local: can't run /no/such/program: No such file or directory");
        Assert.Contains("local: role ended on its own with exit code 126; ending all", _output.All);
    }

    [Fact]
    public async Task Run_RoleNeverReady_GivesUp()
    {
        var run = RunAsync([RoleWithPort("role", Scratch.FreePorts(1)[0], Scratch.Forever)], startTimeout: 0.5);

        Assert.Equal(1, await run);
        Assert.Contains("local: role was not ready within 0.5 s; ending all", _output.All);
    }

    [Fact]
    public async Task Run_StopWhileStarting_EndsThoseStarted()
    {
        var run = RunAsync([RoleWithPort("role", Scratch.FreePorts(1)[0], "echo pid $$", Scratch.Forever)]);
        var pid = await PidAsync("role");
        await _stop.CancelAsync();

        Assert.Equal(0, await run);
        await Child.GoneAsync(pid);
    }

    [Fact]
    public async Task Run_RoleDies_EndsTheOthersInReverseOrder()
    {
        var run = RunAsync(
            [Role("one", SaysBye, "echo up", Scratch.Forever), Role("two", "echo pid $$", Scratch.Forever), Role("three", SaysBye, "echo up", Scratch.Forever)]);
        await _output.WaitForAsync("one    | up");
        await _output.WaitForAsync("three  | up");
        await _output.WaitForAsync("try this");
        Child.SendTo(await PidAsync("two"), Child.SigKill);

        Assert.Equal(1, await run);
        AssertInOrder("two ended on its own with exit code 137; ending all", "three  | bye", "three ended", "one    | bye", "one ended");
    }

    [Fact]
    public async Task Stop_RoleHangs_IsKilledAfterTheBound()
    {
        var run = RunAsync([Role("role", SaysBye, "echo pid $$", Scratch.Forever)], endTimeout: 0.3);
        var pid = await PidAsync("role");
        Child.SendTo(pid, Child.SigStop);
        await _stop.CancelAsync();

        Assert.Equal(1, await run);
        Assert.Contains("local: role did not end in time and was killed", _output.All);
        await Child.GoneAsync(pid);
    }

    [Fact]
    public async Task Stop_AskedTwice_KillsAtOnce()
    {
        var run = RunAsync([Role("role", "trap 'echo not yet' TERM", "echo pid $$", Scratch.Forever)], endTimeout: 3600);
        var pid = await PidAsync("role");
        await _stop.CancelAsync();
        await _output.WaitForAsync("not yet");
        await _stopAtOnce.CancelAsync();

        Assert.Equal(1, await run);
        await Child.GoneAsync(pid);
    }

    [Fact]
    public async Task Stop_RoleFails_IsNoCleanEnd()
    {
        var run = RunAsync([Role("role", "trap 'exit 4' TERM", "echo up", Scratch.Forever)]);
        await _output.WaitForAsync("role  | up");
        await _stop.CancelAsync();

        Assert.Equal(1, await run);
        Assert.Contains("local: role ended with exit code 4", _output.All);
    }

    [Fact]
    public async Task Run_RoleIsDotNet_ItsDiagnosticsWorkAndLeaveNoFiles()
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
    public async Task Run_RoleDiesAndLeavesAnOrphan_TheOrphanEndsToo(string trap, bool saysBye)
    {
        var orphan = _scratch.Script("orphan.sh", trap, "echo orphan $$", Scratch.Forever);
        var run = RunAsync([Role("role", $"{orphan} &", "echo pid $$", Scratch.Forever)], endTimeout: saysBye ? 10 : 0.3);
        var (role, left) = (await PidAsync("role"), await PidAsync("role", "orphan"));
        Child.SendTo(role, Child.SigKill);

        Assert.Equal(1, await run);
        await Child.GoneAsync(left);
        Assert.Equal(saysBye, _output.All.Contains("role  | bye"));
    }

    private Role Role(string name, params string[] lines) =>
        new() { Name = name, Program = _scratch.Script($"{name}.sh", [$"cd {_scratch.Folder}", .. lines]) };

    private Role RoleWithPort(string name, int port, params string[] lines) => Role(name, lines) with { Ports = [new(port, "--port")] };

    private Task<int> RunAsync(Role[] roles, double startTimeout = 30, double endTimeout = 20)
    {
        var runner = new Runner(roles, new MeshOutput(_output, roles, colour: false), ["try this"])
        {
            StartTimeout = TimeSpan.FromSeconds(startTimeout),
            EndTimeout = TimeSpan.FromSeconds(endTimeout),
        };
        var run = runner.RunAsync(_stop.Token, _stopAtOnce.Token);
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
