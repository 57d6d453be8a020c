using ZipkinMesh.Tests.WholeMesh;

namespace ZipkinMesh.Tests.Page;

/// <summary>The pure functions of the page, in node.</summary>
public sealed class ModelTests
{
    private static readonly string Modules = Path.Combine(Reference.Root, "zipkin/wwwroot");

    [Fact]
    public async Task Model_RecordedTraces_MakesTheRowsOfTheRealUi()
    {
        var cases = Path.Combine(Reference.Root, "../shared/zipkin/ui-cases.json");
        Assert.SkipUnless(File.Exists(cases), "../shared/zipkin is not there: no recorded traces");

        await RunAsync("model-cases.mjs", cases);
    }

    [Fact]
    public Task Model_Tables_AreKept() => RunAsync("model-tables.mjs");

    private static async Task RunAsync(string script, params string[] arguments)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        Assert.SkipUnless(folders.Any(folder => File.Exists(Path.Combine(folder, "node"))), "node is not there");

        using var node = new Child("node", [Path.Combine(Reference.Root, "tests/EndToEnd/Page", script), Modules, .. arguments]);

        Assert.True(await node.ExitCodeAsync() == 0, $"{node.Output}\n{node.Errors}");
        await node.Output.WaitForAsync("agree");
    }
}
