using System.Net;
using System.Net.Sockets;

namespace ZipkinMesh.Tests.Local;

/// <summary>Runs the real mesh in a real terminal, and ends it in every way. No process may be left.</summary>
public sealed class TerminalTests
{
    private static readonly string Program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../Local/debug/local"));

    private readonly int[] _ports = Scratch.FreePorts(9);

    [Fact]
    public async Task CtrlC_Once_StopsAllAndLeavesTheTerminalAsItWas()
    {
        using var terminal = await Terminal.OpenAsync();
        await terminal.TypeAsync("stty -g > before");
        await StartAsync(terminal, "", "; echo exit=$?; stty -g > after; echo wrote=$?");

        await terminal.PressAsync("C-c");

        await terminal.WaitForAsync("exit=0");
        await terminal.WaitForAsync("wrote=0");
        Assert.Equal(await ReadAsync(terminal, "before"), await ReadAsync(terminal, "after"));
        await terminal.AssertNothingRunsAsync();
    }

    [Fact]
    public async Task CtrlC_Twice_KillsAll()
    {
        using var terminal = await Terminal.OpenAsync();
        await StartAsync(terminal, "", "; echo exit=$?");
        Child.SendSignal(terminal.Find("front-proxy")[0], Child.SigStop);

        await terminal.PressAsync("C-c");
        await terminal.WaitForAsync("local: stopping; press Ctrl-C again to kill everything");
        await terminal.PressAsync("C-c");

        await terminal.WaitForAsync("exit=1");
        await terminal.AssertNothingRunsAsync();
    }

    [Fact]
    public async Task Terminal_Closed_StopsAll()
    {
        using var terminal = await Terminal.OpenAsync();
        await StartAsync(terminal);

        await terminal.CloseAsync();

        await terminal.AssertNothingRunsAsync();
    }

    /// <summary>With the trap, as under nohup, the runner ignores SIGHUP, and so do the programs that it starts.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("trap '' HUP; ")]
    public async Task Runner_Killed_StopsAll(string prefix)
    {
        using var terminal = await Terminal.OpenAsync();
        await StartAsync(terminal, prefix);

        Child.SendSignal(Assert.Single(terminal.Find("local")), Child.SigKill);

        await terminal.AssertNothingRunsAsync();
    }

    [Theory]
    [InlineData("front-proxy", "front-proxy was killed (SIGKILL); stopping the rest")]
    [InlineData("zipkin", "zipkin was killed (SIGKILL); stopping the rest")]
    [InlineData("service", " was killed (SIGKILL); stopping the rest")]
    [InlineData("sidecar", " exited with code 1; stopping the rest")]
    public async Task Child_Killed_StopsAllWithOneLine(string program, string line)
    {
        using var terminal = await Terminal.OpenAsync();
        await StartAsync(terminal, "", "; echo exit=$?");

        Child.SendSignal(terminal.Find(program)[0], Child.SigKill);

        await terminal.WaitForAsync(line);
        await terminal.WaitForAsync("exit=1");
        await terminal.AssertNothingRunsAsync();
    }

    [Fact]
    public async Task Options_ThatCannotBeUsed_WriteOneLineEach()
    {
        using var terminal = await Terminal.OpenAsync();
        using var taken = new TcpListener(IPAddress.Loopback, _ports[0]);
        taken.Start();

        Assert.Equal(
            $"local: port {_ports[0]} is already in use; choose another with --front-port", await OnlyLineAsync(terminal, Arguments));
        Assert.Equal("local: '--nonsense' is not an option; see --help", await OnlyLineAsync(terminal, "--nonsense"));
        Assert.Equal("local: --front-port: '99999' is not allowed; allowed: 1 to 65535", await OnlyLineAsync(terminal, "--front-port 99999"));
        taken.Stop();
        Assert.Equal(
            $"local: --zipkin: no server responds at http://127.0.0.1:{_ports[6]} (Connection refused); start it first, or omit the option for the embedded one",
            await OnlyLineAsync(terminal, $"{Arguments} --zipkin http://127.0.0.1:{_ports[6]}"));
        await terminal.AssertNothingRunsAsync();
    }

    private string Arguments =>
        $"--front-port {_ports[0]} --service1-port {_ports[1]} --service1-egress-port {_ports[2]} --service1-app-port {_ports[3]} " +
        $"--service2-port {_ports[4]} --service2-app-port {_ports[5]} --zipkin-port {_ports[6]} --front-admin-port {_ports[7]} --service1-admin-port {_ports[8]} --storage-path off";

    private async Task StartAsync(Terminal terminal, string prefix = "", string suffix = "")
    {
        await terminal.TypeAsync($"{prefix}{Program} {Arguments}{suffix}");
        await terminal.WaitForAsync("Press Ctrl-C to stop.");
    }

    // The lines between the command and its exit code.
    private static async Task<string> OnlyLineAsync(Terminal terminal, string arguments)
    {
        var file = $"lines-{Guid.NewGuid()}";
        await terminal.TypeAsync($"{Program} {arguments} > {file} 2>&1; echo code=$? >> {file}; echo 'done' {file}");
        await terminal.WaitForAsync($"done {file}");
        var lines = (await ReadAsync(terminal, file)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("code=1", lines[^1]);
        return Assert.Single(lines[..^1]);
    }

    private static Task<string> ReadAsync(Terminal terminal, string file) =>
        File.ReadAllTextAsync(Path.Combine(terminal.Folder, file), TestContext.Current.CancellationToken);
}
