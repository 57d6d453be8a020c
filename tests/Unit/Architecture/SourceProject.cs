using System.Xml.Linq;

namespace ZipkinMesh.Tests.Architecture;

/// <summary>A project of the checkout, with its C# files.</summary>
/// <param name="Folder">The path of the project's folder from the root of the checkout.</param>
/// <param name="Files">The files below the folder; generated ones are left out.</param>
/// <param name="GlobalUsings">The namespaces that the SDK and the project file import into every file.</param>
internal sealed record SourceProject(string Folder, IReadOnlyList<SourceFile> Files, IReadOnlyList<string> GlobalUsings)
{
    private static readonly Lazy<SourceProject[]> Cached = new(FindAll);

    private static readonly string[] SdkUsings =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    private static readonly string[] WebSdkUsings =
    [
        "System.Net.Http.Json", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http",
        "Microsoft.AspNetCore.Routing", "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection",
        "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    ];

    /// <summary>Gets all projects of the checkout.</summary>
    public static SourceProject[] All => Cached.Value;

    /// <summary>Gets the projects of the product, its benches and tools, and the suites that are programs.</summary>
    public static IEnumerable<SourceProject> Product => All.Where(project => !project.Folder.StartsWith("tests/", StringComparison.Ordinal) || project.Folder is "tests/faults" or "tests/fuzz");

    /// <summary>Returns the paths of all C# files, from the root of the checkout.</summary>
    public static string[] FindFiles() =>
        [.. Find("*.cs").Select(path => Path.GetRelativePath(Checkout.Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    private static SourceProject[] FindAll()
    {
        var paths = Find("*.csproj").ToDictionary(path => Path.GetRelativePath(Checkout.Root, Path.GetDirectoryName(path)!).Replace('\\', '/'));
        var files = FindFiles().ToLookup(file => paths.Keys.Where(folder => file.StartsWith($"{folder}/", StringComparison.Ordinal)).MaxBy(folder => folder.Length));
        return [.. paths.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new SourceProject(pair.Key, [.. files[pair.Key].Select(Read)], UsingsOf(pair.Value)))];
    }

    private static SourceFile Read(string path) => SourceFile.Parse(path, File.ReadAllText(Path.Combine(Checkout.Root, path)));

    private static List<string> UsingsOf(string projectFile)
    {
        var project = XElement.Load(projectFile);
        List<string> usings = [.. SdkUsings, .. project.Descendants("Using").Select(item => item.Attribute("Include")?.Value).OfType<string>()];
        if ((string?)project.Attribute("Sdk") == "Microsoft.NET.Sdk.Web")
        {
            usings.AddRange(WebSdkUsings);
        }

        return usings;
    }

    // Folders of the build's output and hidden ones hold nothing that is written by hand.
    private static IEnumerable<string> Find(string pattern) => Directory.EnumerateDirectories(Checkout.Root)
        .Where(folder => Path.GetFileName(folder) is var name && name != "artifacts" && !name.StartsWith('.'))
        .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories))
        .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal));
}
