using System.Text;

namespace ZipkinMesh.Hosting;

/// <summary>Standard output, written one line at a time.</summary>
public static class StandardOutput
{
    private const int BufferSize = 16 * 1024;

    /// <summary>
    /// Opens a thread-safe writer that writes each line with one call. Console.Out splits lines longer than 256 characters, and
    /// another process may write to the same output in between.
    /// </summary>
    public static TextWriter Open() => TextWriter.Synchronized(
        new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferSize) { AutoFlush = true });
}
