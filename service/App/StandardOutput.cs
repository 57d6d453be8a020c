using System.Text;

namespace ZipkinMesh.App;

/// <summary>Standard output, written a line at a time: the sidecar writes to the same one, and Console.Out splits lines of over 256 characters.</summary>
internal static class StandardOutput
{
    public static TextWriter Open() => TextWriter.Synchronized(
        new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 16 * 1024) { AutoFlush = true });
}
