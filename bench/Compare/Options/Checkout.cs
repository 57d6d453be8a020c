namespace ZipkinMesh.Compare.Options;

/// <summary>Where the project lies: the program is built into a folder of it.</summary>
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

        return folder?.FullName ?? throw new UsageException("it runs outside of the checkout");
    }
}
