namespace ZipkinMesh.Tests.Support;

/// <summary>Finds the checkout that the tests were built from.</summary>
internal static class Checkout
{
    /// <summary>Gets the full path of the folder that contains the solution file.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ZipkinMesh.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("ZipkinMesh.slnx was not found in any parent folder: the tests must run from inside the checkout.");
    }
}
