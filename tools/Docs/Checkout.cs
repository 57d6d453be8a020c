namespace ZipkinMesh.Docs;

/// <summary>Finds the checkout that this program was built in.</summary>
internal static class Checkout
{
    /// <summary>Gets the folder with the solution.</summary>
    public static string Folder { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ZipkinMesh.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No ZipkinMesh.slnx above {AppContext.BaseDirectory}.");
    }
}
