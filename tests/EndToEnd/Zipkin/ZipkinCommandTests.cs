using System.Text.Json;

namespace ZipkinMesh.Tests.Zipkin;

/// <summary>Tests the command line of the program.</summary>
public sealed class ZipkinCommandTests
{
    private const string Span = """[{"traceId":"@","id":"1","timestamp":#,"localEndpoint":{"serviceName":"web"}},{"traceId":"@","id":"2","parentId":"1"}]""";

    private static readonly string Zipkin = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../Zipkin/debug/zipkin"));

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_ListsSettingsAndCommands(string option)
    {
        using var program = new Child(Zipkin, [option]);

        Assert.Equal(0, await program.ExitCodeAsync());
        await program.Output.WaitForAsync("  --COLLECTOR_OTLP_GRPC_PORT <VALUE>");
        await program.Output.WaitForAsync("  --urls <URLS>");
        await program.Output.WaitForAsync("  trace <ID>");
        Assert.Empty(program.Errors.All);
    }

    [Fact]
    public async Task Version_IsThatOfTheRepository()
    {
        using var program = new Child(Zipkin, ["--version"]);

        Assert.Equal(0, await program.ExitCodeAsync());
        Assert.Matches(@"^\d+\.\d+\.\d+", await program.Output.WaitForAsync("."));
    }

    [Theory]
    [InlineData("'--QUERY_PROT' is not an option; see --help", "--QUERY_PROT", "1")]
    [InlineData("'--unknown=1' is not an option; see --help", "--unknown=1")]
    [InlineData("'start' is not a command; see --help", "start")]
    [InlineData("'start' is not a command; see --help", "--QUERY_PORT", "0", "start")]
    [InlineData("--QUERY_PORT: missing value", "--QUERY_PORT")]
    [InlineData("QUERY_PORT: 'x' is not allowed; allowed: 0 to 65535", "--QUERY_PORT", "x")]
    [InlineData("Required argument 'ID' missing for command: 'trace'.", "trace")]
    [InlineData("--url: 'localhost' is not allowed; allowed: http://HOST:PORT, for example http://localhost:9411", "traces", "--url", "localhost")]
    public async Task Start_WrongCommandLine_PrintsOneLineAndExitsWith1(string problem, params string[] args)
    {
        using var program = new Child(Zipkin, args);

        await program.Errors.WaitForAsync("zipkin: ");
        Assert.Equal(1, await program.ExitCodeAsync());
        Assert.Equal([$"zipkin: {problem}"], program.Errors.All);
        Assert.Empty(program.Output.All);
    }

    [Fact]
    public async Task Traces_OutputIsNoTerminal_AreLinesOfJson()
    {
        await using var zipkin = await RunningZipkin.StartAsync();
        await PostAsync(zipkin, "a1", "a2");
        using var program = new Child(Zipkin, ["traces", "--service", "web", "--url", zipkin.Urls[0]]);

        Assert.Equal(0, await program.ExitCodeAsync());
        await program.Output.WaitForAsync("00000000000000a2");
        Assert.Equal(["00000000000000a1", "00000000000000a2"], program.Output.All.Select(TraceIdOf));
    }

    [Fact]
    public async Task Trace_OutputIsNoTerminal_HasALineForEachSpan()
    {
        await using var zipkin = await RunningZipkin.StartAsync();
        await PostAsync(zipkin, "a1");
        using var program = new Child(Zipkin, ["trace", "a1", "--url", zipkin.Urls[0]]);

        Assert.Equal(0, await program.ExitCodeAsync());
        await program.Output.WaitForAsync("\"id\":\"0000000000000002\"");
        Assert.Equal(2, program.Output.All.Length);
    }

    [Theory]
    [InlineData("traces --url @ >> #; echo end >> #", "[{\"traceId\":")]
    [InlineData("trace a1 --url @ | head -n 1 > #; echo end >> #", "{\"traceId\":")]
    [InlineData("traces --follow --url @ | head -n 1 > #; echo end >> #", "[{\"traceId\":")]
    public async Task Output_OfFileOrPipe_IsCompleteAndEndsTheProgram(string command, string start)
    {
        using var scratch = new Scratch();
        var file = Path.Combine(scratch.Folder, "out");
        await using var zipkin = await RunningZipkin.StartAsync();
        await PostAsync(zipkin, "a1");
        command = command.Replace("@", zipkin.Urls[0], StringComparison.Ordinal).Replace("#", file, StringComparison.Ordinal);
        using var shell = new Child("/bin/sh", ["-c", $"{Zipkin} {command}"]);
        var ended = shell.ExitCodeAsync();
        for (var id = 0; !ended.IsCompleted; id++)
        {
            // A program that follows notices at its next line that nobody reads any more.
            await PostAsync(zipkin, $"b{id}");
            await Task.WhenAny(ended, Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken));
        }

        Assert.Equal(0, await ended);
        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        Assert.StartsWith(start, lines[0], StringComparison.Ordinal);
        Assert.Equal("end", lines[^1]);
    }

    [Theory]
    [InlineData("404: 00000000000000ff not found", "trace", "ff")]
    [InlineData("400: xyz should be lower-hex encoded with no prefix", "trace", "xyz")]
    public async Task Trace_ServerRejectsIt_PrintsItsMessage(string problem, params string[] args)
    {
        await using var zipkin = await RunningZipkin.StartAsync();
        using var program = new Child(Zipkin, [.. args, "--url", zipkin.Urls[0]]);

        await program.Errors.WaitForAsync($"zipkin: {zipkin.Urls[0]}/: {problem}");
        Assert.Equal(1, await program.ExitCodeAsync());
    }

    [Fact]
    public async Task Traces_Follow_ShowsOnlyNewTracesOnce()
    {
        await using var zipkin = await RunningZipkin.StartAsync();
        await PostAsync(zipkin, "a1");
        using var program = new Child(Zipkin, ["traces", "--follow", "--url", zipkin.Urls[0]]);
        // The program asks every second: what it doesn't know when it asks first is new.
        for (var id = 0; program.Output.All.Length < 2; id++)
        {
            Assert.True(id < 10 * Lines.Bound.TotalSeconds, "No new trace was shown.");
            await PostAsync(zipkin, $"b{id}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        }

        var shown = program.Output.All.Select(TraceIdOf).ToList();
        Assert.Equal(shown.Distinct(), shown);
        Assert.DoesNotContain("00000000000000a1", shown);
        program.Signal(Child.SigInt);
        await program.ExitCodeAsync();
    }

    private static async Task PostAsync(RunningZipkin zipkin, params string[] traceIds)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000;
        foreach (var (index, id) in traceIds.Index())
        {
            await zipkin.GivenAsync(Span.Replace("@", id, StringComparison.Ordinal).Replace("#", $"{now - 1_000_000 + index}", StringComparison.Ordinal));
        }
    }

    private static string TraceIdOf(string line)
    {
        using var trace = JsonDocument.Parse(line);
        return trace.RootElement[0].GetProperty("traceId").GetString()!;
    }
}
