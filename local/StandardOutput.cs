using System.Text;

namespace ZipkinMesh.Local;

/// <summary>Where the mesh's log goes.</summary>
internal static class StandardOutput
{
    /// <summary>Colours are for eyes: a terminal, and a user who has not said NO_COLOR (no-color.org).</summary>
    public static bool TakesColour => !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Writes a line at a time; Console.Out would split those of over 256 characters.</summary>
    public static TextWriter Open() =>
        new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 16 * 1024) { AutoFlush = true };
}
