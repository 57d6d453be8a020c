using System.Xml.Linq;

namespace ZipkinMesh.Tests.Packages;

/// <summary>Packs the libraries into a folder of the test's own, and creates projects that install the packages from there.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;

    private readonly Scratch _scratch = new();

    /// <summary>Gets the version of the packages, which is that of the checkout.</summary>
    public static string Version { get; } = XElement.Load(Path.Combine(Checkout.Root, "Directory.Build.props")).Descendants("Version").Single().Value;

    /// <summary>Gets the folder with the packages.</summary>
    public string Folder => Path.Combine(_scratch.Folder, "packed");

    // The libraries have been built with the tests.
    public async ValueTask InitializeAsync()
    {
        foreach (var project in new[] { "hosting", "exporter", "proxy" })
        {
            await BuildTool.DotnetAsync(Path.Combine(Checkout.Root, project), "pack", "--no-build", "-c", Configuration, "-o", Folder);
        }
    }

    public ValueTask DisposeAsync()
    {
        _scratch.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Creates a project with a program that uses one of the packages, and builds it.</summary>
    /// <returns>The folder of the built program.</returns>
    internal async Task<string> BuildAsync(string name, string sdk, string package, params (string File, string Text)[] files)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_scratch.Folder, name)).FullName;
        WriteConfig(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.csproj"), $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <PublishAot>true</PublishAot>
                <RestorePackagesPath>{_scratch.Folder}/restored</RestorePackagesPath>
                <RestoreFallbackFolders>{GlobalPackages}</RestoreFallbackFolders>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{package}" Version="{Version}" />
              </ItemGroup>
            </Project>
            """);
        foreach (var (file, text) in files)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, file), text);
        }

        await BuildTool.DotnetAsync(folder, "build", "-o", "built");
        return Path.Combine(folder, "built");
    }

    // What the checkout has restored is not downloaded again.
    private static string GlobalPackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    // The sources of the checkout, and one more for the packages of this test, which come from nowhere else.
    private void WriteConfig(string folder)
    {
        var config = XElement.Load(Path.Combine(Checkout.Root, "NuGet.config"));
        config.Element("packageSources")!.Add(new XElement("add", new XAttribute("key", "packed"), new XAttribute("value", Folder)));
        config.Element("packageSourceMapping")!.Add(
            new XElement("packageSource", new XAttribute("key", "packed"), new XElement("package", new XAttribute("pattern", "ZipkinMesh.*"))));
        config.Save(Path.Combine(folder, "nuget.config"));
    }
}
