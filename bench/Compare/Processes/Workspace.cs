namespace ZipkinMesh.Compare.Processes;

/// <summary>
/// A temporary folder and the processes that work in it: both gone when it is over, however it ends. Each process has a folder of
/// its own, because our proxies watch the one their settings are in; what they write is elsewhere.
/// </summary>
internal sealed class Workspace : IAsyncDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("zipkin-mesh-bench-").FullName;
    private readonly List<Child> _children = [];
    private int _logs;

    /// <summary>A new folder for what a program reads or writes.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(_root, name)).FullName;

    /// <summary>Writes a file in a folder of its own and returns its path.</summary>
    public string Write(string folder, string file, string text)
    {
        var path = Path.Combine(Folder(folder), file);
        File.WriteAllText(path, text);
        return path;
    }

    public Child Run(string program, string[] arguments, int core)
    {
        var child = Child.Start(program, arguments, core, Path.Combine(Folder("logs"), $"{++_logs}.log"));
        _children.Add(child);
        return child;
    }

    /// <summary>Runs a program whose output is of no interest: the app writes a line for each request.</summary>
    public Child RunSilently(string program, string[] arguments, int core, Dictionary<string, string> environment)
    {
        var child = Child.Start(program, arguments, core, "/dev/null", environment);
        _children.Add(child);
        return child;
    }

    public async Task EndAsync(Child child)
    {
        _children.Remove(child);
        await child.EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_children.Select(child => child.EndAsync()));
        _children.Clear();
        Directory.Delete(_root, recursive: true);
    }
}
