namespace ZipkinMesh.Local.Output;

/// <summary>Writes the lines of the runner and of all processes to one output, in order of arrival.</summary>
/// <param name="output">A thread-safe writer.</param>
/// <param name="names">The names of the processes.</param>
/// <param name="color">True to write the names in color.</param>
internal sealed class MeshOutput(TextWriter output, IReadOnlyList<string> names, bool color)
{
    private readonly LogPrefixer _prefixer = new(names, color);
    private volatile bool _isClosed;

    /// <summary>Writes a line of the runner.</summary>
    public void WriteLine(string line)
    {
        if (_isClosed)
        {
            return;
        }

        try
        {
            output.WriteLine(line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The terminal was closed. The processes must be stopped all the same.
            _isClosed = true;
        }
    }

    /// <summary>Writes a line of a process.</summary>
    public void WriteLine(string name, string line) => WriteLine(_prefixer.Prefix(name, line));
}
