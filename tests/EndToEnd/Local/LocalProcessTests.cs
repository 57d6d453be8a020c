using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ZipkinMesh.Local.Processes;
using ZipkinMesh.Local.Roles;

namespace ZipkinMesh.Tests.Local;

/// <summary>Runs the program next to scripts that stand in for the programs it starts; only the demo app is the real one.</summary>
public sealed class LocalProcessTests : IDisposable
{
    private const string Service = "SERVICE_NAME=2 App__Sidecar= exec $SERVICE --App:Port";

    private readonly Scratch _scratch = new();
    private readonly int[] _ports = Scratch.FreePorts(9);

    public LocalProcessTests()
    {
        foreach (var file in new[] { "local", "local.dll", "local.runtimeconfig.json", "ZipkinMesh.Hosting.dll", "System.CommandLine.dll" })
        {
            Directory.CreateDirectory(Path.Combine(_scratch.Folder, "Local/debug"));
            File.Copy(Path.Combine(AppContext.BaseDirectory, file), Path.Combine(_scratch.Folder, "Local/debug", file));
        }

        _scratch.Script("Zipkin/debug/zipkin", "echo pid $$", $"{Service} ${{2##*:}}");
        _scratch.Script(
            "FrontProxy/debug/front-proxy",
            $"({Service} $Admin__Port) & admin=$!",
            $"({Service} $Listeners__ingress_http__Port) & ingress=$!",
            "trap 'kill $ingress $admin; wait; exit 0' TERM",
            "wait");
        _scratch.Script("App/debug/service", "echo pid $$", "exec $SERVICE");
        _scratch.Script(
            "Sidecar/debug/sidecar",
            "echo sidecar $$",
            $"if [ -n \"$Listeners__egress_http__Port\" ]; then ({Service} $Listeners__egress_http__Port) & egress=$!; fi",
            $"if [ -n \"$Admin__Port\" ]; then ({Service} $Admin__Port) & admin=$!; fi",
            $"({Service} $Listeners__ingress_http__Port) & ingress=$!",
            "trap 'kill $ingress $egress $admin; wait; echo flushed; exit 0' TERM",
            "wait");
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Run_CtrlC_StopsEverythingInReverseOrder()
    {
        using var local = Start(Ports);
        await local.Output.WaitForAsync($"curl -v http://127.0.0.1:{_ports[0]}/trace/1");
        await local.Output.WaitForAsync($"http://127.0.0.1:{_ports[1]}/zipkin/");
        using var client = new HttpClient();
        Assert.StartsWith("Hello", await client.GetStringAsync($"http://127.0.0.1:{_ports[0]}/trace/1", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await local.Output.WaitForAsync("front-proxy  | 127.0.0.1 - - [");

        local.Signal(Child.SigInt);

        Assert.Equal(0, await local.ExitCodeAsync());
        await local.Output.WaitForAsync("local: zipkin stopped");
        Assert.Equal(
            ["starting zipkin", "starting service2", "starting service1", "starting front-proxy", "stopping front-proxy", "stopping service1", "stopping service2", "stopping zipkin"],
            local.Output.All.Where(line => line.StartsWith("local: starting", StringComparison.Ordinal) || line.StartsWith("local: stopping ", StringComparison.Ordinal))
                .Select(line => string.Join(' ', line.Split(' ')[1..3])));
        await AssertNothingRunsAsync(local);
    }

    [Fact]
    public async Task Run_ServiceKilledAndOtherSidecarHangs_StopsEverything()
    {
        using var local = Start(Ports);
        await local.Output.WaitForAsync("curl -v");
        Assert.True(Child.SendSignal(await PidAsync(local, "service2     | sidecar "), Child.SigStop));
        Assert.True(Child.SendSignal(await PidAsync(local, "service1     | pid "), Child.SigKill));

        await local.Output.WaitForAsync("service1 was killed (SIGKILL); stopping the rest");
        await local.Output.WaitForAsync("service1     | flushed");
        await local.Output.WaitForAsync("stopping service2");
        local.Signal(Child.SigTerm);
        await local.Output.WaitForAsync("press Ctrl-C again to kill everything");
        local.Signal(Child.SigTerm);

        Assert.Equal(1, await local.ExitCodeAsync());
        await AssertNothingRunsAsync(local);
    }

    [Fact]
    public async Task Run_ZipkinOption_StartsNoZipkin()
    {
        await using var zipkin = await FakeEgress.StartAsync();
        using var local = Start([.. Ports.Where(port => !port.StartsWith("--zipkin", StringComparison.Ordinal)), "--zipkin", $"{zipkin.Address}"]);
        await local.Output.WaitForAsync("curl -v");

        local.Signal(Child.SigTerm);

        Assert.Equal(0, await local.ExitCodeAsync());
        Assert.DoesNotContain(local.Output.All, line => line.StartsWith("zipkin", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_ZipkinOptionWithoutServer_WritesOneLineAndStartsNothing()
    {
        using var local = Start([.. Ports, "--zipkin", $"http://127.0.0.1:{_ports[1]}"]);

        Assert.Equal(1, await local.ExitCodeAsync());
        await local.Errors.WaitForAsync(
            $"local: --zipkin: no server responds at http://127.0.0.1:{_ports[1]} (Connection refused); start it first, or omit the option for the embedded one");
        Assert.Single(local.Errors.All);
        Assert.Empty(local.Output.All);
    }

    [Theory]
    [InlineData("echo opened $1 > opened; mv opened done", "done")]
    [InlineData("exit 3", "")]
    public async Task Run_OpenOption_OpensThePageOrWritesItsAddress(string browser, string file)
    {
        _scratch.Script("bin/xdg-open", $"cd {_scratch.Folder}", browser);
        _scratch.Script("bin/open", $"cd {_scratch.Folder}", browser);
        using var local = new Child(
            Path.Combine(_scratch.Folder, "Local/debug/local"),
            [.. Ports, "--open"],
            new() { ["SERVICE"] = Path.Combine(AppContext.BaseDirectory, "service"), ["PATH"] = $"{_scratch.Folder}/bin:{Environment.GetEnvironmentVariable("PATH")}" });
        var page = $"http://127.0.0.1:{_ports[1]}/zipkin/";
        await local.Output.WaitForAsync("curl -v");

        if (file == "")
        {
            await local.Output.WaitForAsync($"local: can't open a browser; the page is {page}");
        }
        else
        {
            var opened = Path.Combine(_scratch.Folder, file);
            Assert.True(SpinWait.SpinUntil(() => File.Exists(opened), Lines.Bound));
            Assert.Equal($"opened {page}\n", await File.ReadAllTextAsync(opened, TestContext.Current.CancellationToken));
        }

        local.Signal(Child.SigTerm);
        Assert.Equal(0, await local.ExitCodeAsync());
    }

    [Fact]
    public async Task Run_PortInUse_WritesOneLineAndStartsNothing()
    {
        using var other = new TcpListener(IPAddress.Loopback, _ports[3]);
        other.Start();
        using var local = Start(Ports);

        Assert.Equal(1, await local.ExitCodeAsync());
        await local.Errors.WaitForAsync($"local: port {_ports[3]} is already in use; choose another with --service1-egress-port");
        Assert.Single(local.Errors.All);
        Assert.Empty(local.Output.All);
    }

    [Theory]
    [InlineData("--port 1", 1, "", "local: '--port' is not an option; see --help")]
    [InlineData("--front-port x", 1, "", "local: --front-port: 'x' is not allowed; allowed: 1 to 65535")]
    [InlineData("--help", 0, "--front-port <PORT>", "")]
    public async Task Run_HelpOrInvalidOption_WritesItAndExits(string args, int exitCode, string output, string error)
    {
        using var local = Start(args.Split(' '));

        Assert.Equal(exitCode, await local.ExitCodeAsync());
        await (output == "" ? local.Errors.WaitForAsync(error) : local.Output.WaitForAsync(output));
    }

    [Fact]
    public async Task Run_ProgramNotBuilt_WritesItsPath()
    {
        File.Delete(Path.Combine(_scratch.Folder, "Sidecar/debug/sidecar"));
        using var local = Start(Ports);

        Assert.Equal(1, await local.ExitCodeAsync());
        await local.Errors.WaitForAsync("/Sidecar/debug/sidecar doesn't exist; run 'dotnet build local' first");
    }

    private string[] Ports =>
    [
        $"--front-port={_ports[0]}", $"--zipkin-port={_ports[1]}", $"--service1-port={_ports[2]}", $"--service1-egress-port={_ports[3]}",
        $"--service1-app-port={_ports[4]}", $"--service2-port={_ports[5]}", $"--service2-app-port={_ports[6]}",
        $"--front-admin-port={_ports[7]}", $"--service1-admin-port={_ports[8]}", "--storage-path=off",
    ];

    private Child Start(string[] args) => new(
        Path.Combine(_scratch.Folder, "Local/debug/local"), args, new() { ["SERVICE"] = Path.Combine(AppContext.BaseDirectory, "service") });

    private static async Task<int> PidAsync(Child local, string head) =>
        int.Parse((await local.Output.WaitForAsync(head))[head.Length..], CultureInfo.InvariantCulture);

    private async Task AssertNothingRunsAsync(Child local)
    {
        foreach (var line in local.Output.All.Where(line => line.Contains("| pid ", StringComparison.Ordinal) || line.Contains("| sidecar ", StringComparison.Ordinal)))
        {
            await Child.WaitForExitAsync(int.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture));
        }

        PortCheck.EnsureFree([new() { Name = "all", Program = "", Ports = [.. _ports.Select(port => new RolePort(port, "--port"))] }]);
    }
}
