namespace ZipkinMesh.Tests.Packages;

/// <summary>Tests that the symbols of the packages name the files of the commit that they were built from.</summary>
public sealed class SourceLinkTests
{
    /// <summary>The checkout of the tests may have no remote, so the library's project file is built in a repository that has one.</summary>
    [Theory]
    [InlineData("exporter/Exporter.csproj")]
    [InlineData("proxy/Proxy.csproj")]
    public async Task Symbols_OriginOnGitHub_NameTheCommit(string project)
    {
        using var scratch = new Scratch();
        foreach (var file in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", project })
        {
            var copy = Path.Combine(scratch.Folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(Checkout.Root, file), copy);
        }

        await BuildTool.GitAsync(scratch.Folder, "init", "-q");
        await BuildTool.GitAsync(scratch.Folder, "add", "-A");
        await BuildTool.GitAsync(scratch.Folder, "-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "-q", "-m", "test");
        await BuildTool.GitAsync(scratch.Folder, "remote", "add", "origin", "https://github.com/example/zipkin-mesh.git");

        await BuildTool.DotnetAsync(Path.Combine(scratch.Folder, Path.GetDirectoryName(project)!), "msbuild", "-t:PrepareForBuild;GenerateSourceLinkFile");

        var link = Directory.EnumerateFiles(scratch.Folder, "*.sourcelink.json", SearchOption.AllDirectories).Single();
        Assert.Matches("https://raw.githubusercontent.com/example/zipkin-mesh/[0-9a-f]{40}/\\*", await File.ReadAllTextAsync(link, TestContext.Current.CancellationToken));
    }
}
