using ZipkinMesh.Docs;

namespace ZipkinMesh.Tests.Docs;

/// <summary>The files that are written from the declarations of the options are those of the present declarations.</summary>
public sealed class GeneratedFilesTests
{
    [Fact]
    public void Files_OfThisCheckout_AreUpToDate()
    {
        var stale = GeneratedFiles.Create(Checkout.Root)
            .Where(file => !File.Exists(PathOf(file)) || File.ReadAllText(PathOf(file)) != file.Text)
            .Select(file => file.Path)
            .ToList();

        Assert.True(stale.Count == 0, $"Stale: {string.Join(", ", stale)}. Write them again with: {GeneratedFiles.Command}");
    }

    [Fact]
    public void Replace_Block_KeepsTheTextAround()
    {
        const string Document = "before\n\n<!-- generated: a -->\n\nold\n\n<!-- end of generated -->\n\nafter\n";

        var replaced = MarkedBlocks.Replace(Document, new Dictionary<string, string> { ["a"] = "new\n" });

        Assert.Equal(Document.Replace("old", "new", StringComparison.Ordinal), replaced);
    }

    [Fact]
    public void Replace_NoSuchBlock_Throws() =>
        Assert.Throws<InvalidOperationException>(() => MarkedBlocks.Replace("text\n", new Dictionary<string, string> { ["a"] = "new\n" }));

    private static string PathOf(GeneratedFile file) => Path.Combine(Checkout.Root, file.Path);
}
