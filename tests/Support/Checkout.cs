namespace ZipkinMesh.Tests.Support;

/// <summary>The folder of the checkout that the tests were built from.</summary>
internal static class Checkout
{
    /// <summary>Gets the full path of the folder that holds the solution.</summary>
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

        throw new DirectoryNotFoundException("The tests run outside of the checkout.");
    }
}
