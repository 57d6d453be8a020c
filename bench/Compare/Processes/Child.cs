using System.Diagnostics;
using ZipkinMesh.Compare.Options;

namespace ZipkinMesh.Compare.Processes;

/// <summary>A process the bench started, on the core it was given; its output is in a file.</summary>
internal sealed class Child
{
    // A shell that becomes taskset, which becomes the program: the id stays the same, and nobody has to pump the output.
    private const string Launch = """log=$1 core=$2; shift 2; exec taskset -c "$core" "$@" </dev/null >>"$log" 2>&1""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly string _program;
    private readonly string _log;

    private Child(Process process, string program, string log)
    {
        _process = process;
        _program = program;
        _log = log;
    }

    public int Id => _process.Id;

    /// <summary>The program's file name.</summary>
    public string Name => Path.GetFileName(_program);

    public static Child Start(string program, string[] arguments, int core, string log, Dictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Launch, "sh", log, $"{core}", program, .. arguments]);
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        return new Child(Process.Start(start)!, program, log);
    }

    /// <exception cref="UsageException">It has ended; the message has the last line it said.</exception>
    public void MustRun()
    {
        if (_process.HasExited)
        {
            var last = File.Exists(_log) ? File.ReadLines(_log).LastOrDefault(line => line.Length > 0) : null;
            throw new UsageException($"{Name} ended with exit code {_process.ExitCode}: {last ?? "it said nothing"}");
        }
    }

    /// <summary>Asks it to end, and waits; kills it with those it started when it doesn't.</summary>
    public async Task EndAsync()
    {
        var tree = ProcessTree.Ids(Id);
        if (!_process.HasExited)
        {
            _ = Posix.Kill(Id, Posix.SigTerm);
        }

        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            tree.ForEach(id => _ = Posix.Kill(id, Posix.SigKill));
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }
}
