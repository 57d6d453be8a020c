using ZipkinMesh.Hosting;

namespace ZipkinMesh.Bench.Harness.Reports;

/// <summary>Checks that results can be written before minutes are spent on them.</summary>
public static class OutputPath
{
    /// <summary>Creates a folder.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="folder">The folder's path.</param>
    /// <exception cref="SettingException">The folder can't be created.</exception>
    public static void CreateFolder(string option, string folder) => Try(option, folder, () => Directory.CreateDirectory(folder));

    /// <summary>Creates an empty file.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="file">The file's path.</param>
    /// <exception cref="SettingException">The file can't be created.</exception>
    public static void CreateFile(string option, string file) => Try(option, file, () => File.WriteAllText(file, ""));

    private static void Try(string option, string path, Action create)
    {
        try
        {
            create();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"{option}: '{path}' can't be written: {e.Message}");
        }
    }
}
