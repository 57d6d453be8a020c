using ZipkinMesh.Bench.Harness;

namespace ZipkinMesh.Bench.Compare.Commands;

/// <summary>Finds the folder of the checkout, which the program is built into.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ZipkinMesh.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new BenchException("the program is not in a checkout; required: a folder with ZipkinMesh.slnx above it");
    }
}
