using System.Text.RegularExpressions;

namespace ZipkinMesh.Tests.Docs;

/// <summary>Tests that the links of the documentation lead to files that exist.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void Links_OfTheDocumentation_LeadToFiles()
    {
        var broken = new List<string>();
        foreach (var path in Documents())
        {
            var targets = Link().Matches(File.ReadAllText(path)).Select(link => link.Groups["target"].Value);
            broken.AddRange(targets
                .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'))
                .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, target.Split('#')[0])))
                .Select(target => $"{Path.GetRelativePath(Checkout.Root, path)}: {target}"));
        }

        Assert.True(broken.Count == 0, string.Join('\n', broken));
    }

    private static IEnumerable<string> Documents() => Directory
        .EnumerateFiles(Checkout.Root, "*.md", SearchOption.AllDirectories)
        .Where(path => !Path.GetRelativePath(Checkout.Root, path).StartsWith("artifacts", StringComparison.Ordinal));

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
