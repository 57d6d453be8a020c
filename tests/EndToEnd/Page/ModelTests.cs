namespace ZipkinMesh.Tests.Page;

/// <summary>Tests the page's pure functions in Node.js.</summary>
public sealed class ModelTests
{
    private static readonly string Modules = Path.Combine(Checkout.Root, "zipkin/wwwroot");

    [Fact]
    public async Task Model_RecordedTraces_MatchesZipkinLens()
    {
        var cases = Path.Combine(Checkout.Root, "../shared/zipkin/ui-cases.json");
        Assert.SkipUnless(File.Exists(cases), "../shared/zipkin is missing: no recorded traces");

        await RunAsync("model-cases.mjs", cases);
    }

    [Theory]
    [InlineData("model-tables.mjs")]
    [InlineData("search-tables.mjs")]
    [InlineData("analysis-tables.mjs")]
    [InlineData("view-tables.mjs")]
    public Task Model_Tables_ReturnTheExpectedValues(string script) => RunAsync(script);

    private static async Task RunAsync(string script, params string[] arguments)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        Assert.SkipUnless(folders.Any(folder => File.Exists(Path.Combine(folder, "node"))), "node is not installed");

        using var node = new Child("node", [Path.Combine(Checkout.Root, "tests/EndToEnd/Page", script), Modules, .. arguments]);

        Assert.True(await node.ExitCodeAsync() == 0, $"{node.Output}\n{node.Errors}");
        await node.Output.WaitForAsync("agree");
    }
}
