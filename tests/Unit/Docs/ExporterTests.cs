using ZipkinMesh.Exporter;

namespace ZipkinMesh.Tests.Docs;

/// <summary>Tests the page about the exporter.</summary>
public sealed class ExporterTests
{
    [Fact]
    public void Options_All_HaveARow()
    {
        var page = File.ReadAllText(Path.Combine(Checkout.Root, "docs/exporter.md"));

        Assert.All(typeof(ZipkinMeshExporterOptions).GetProperties(), option => Assert.Contains($"\n| `{option.Name}", page, StringComparison.Ordinal));
    }
}
