namespace ZipkinMesh.Bench.Harness.Processes;

/// <summary>
/// Owns a temporary folder and the processes that work in it. Both are gone after disposal. Each process gets a folder of its own,
/// because our proxies watch the folder of their settings; logs are written elsewhere.
/// </summary>
public sealed class Workspace : IAsyncDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("zipkin-mesh-bench-").FullName;
    private readonly List<Child> _children = [];
    private int _logs;

    /// <summary>Creates a folder, or returns the existing one of this name.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(_root, name)).FullName;

    /// <summary>Writes a file into a folder and returns the file's path.</summary>
    public string Write(string folder, string file, string text)
    {
        var path = Path.Combine(Folder(folder), file);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Starts a program.</summary>
    /// <param name="program">Its path, or a name to look up in <c>PATH</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="core">The core to run on; null: any.</param>
    /// <param name="environment">Variables in addition to the bench's own.</param>
    /// <param name="discardsOutput">True for a program that writes a line per request.</param>
    public Child Start(
        string program, string[] arguments, int? core = null, IReadOnlyDictionary<string, string>? environment = null, bool discardsOutput = false)
    {
        var log = discardsOutput ? "/dev/null" : Path.Combine(Folder("logs"), $"{++_logs}.log");
        var child = Child.Start(program, arguments, core, log, environment);
        _children.Add(child);
        return child;
    }

    /// <summary>Stops a program that this workspace started.</summary>
    public async Task StopAsync(Child child)
    {
        _children.Remove(child);
        await child.StopAsync();
    }

    /// <summary>Stops all programs and deletes the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_children.Select(child => child.StopAsync()));
        _children.Clear();
        Directory.Delete(_root, recursive: true);
    }
}
