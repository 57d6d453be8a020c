using System.Security.Cryptography;
using ZipkinMesh.Fuzz.Targets;

namespace ZipkinMesh.Fuzz.Runs;

/// <summary>Reads the inputs that are kept for a target, and writes those that failed.</summary>
internal static class Corpus
{
    private const string Folder = "tests/fuzz/corpus";
    private const string Failures = "tests/fuzz/failures";

    /// <summary>Returns all inputs of a target, in the order of their names.</summary>
    public static List<byte[]> Read(FuzzTarget target) =>
        [.. Directory.GetFiles(Path.Combine(Root, Folder, target.Name)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    /// <summary>Writes an input that failed, and returns the path of the file.</summary>
    public static string WriteFailure(FuzzTarget target, byte[] input)
    {
        var file = Path.Combine(Failures, target.Name, Convert.ToHexStringLower(SHA256.HashData(input))[..12]);
        var path = Path.Combine(Root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, input);
        return file;
    }

    // The folder of the solution, above the program.
    private static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "ZipkinMesh.slnx")))
            {
                folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The program doesn't lie in a checkout.");
            }

            return folder;
        }
    }
}
