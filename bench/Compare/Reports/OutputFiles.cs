using ZipkinMesh.Compare.Options;

namespace ZipkinMesh.Compare.Reports;

/// <summary>Sees that results can be written before minutes are spent on them.</summary>
internal static class OutputFiles
{
    public static void CreateFolder(string folder) => Try(folder, () => Directory.CreateDirectory(folder));

    public static void CreateFile(string file) => Try(file, () => File.WriteAllText(file, ""));

    private static void Try(string path, Action create)
    {
        try
        {
            create();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} can't be written: {e.Message}");
        }
    }
}
