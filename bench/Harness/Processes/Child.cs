using System.Diagnostics;
using ZipkinMesh.Hosting.Processes;

namespace ZipkinMesh.Bench.Harness.Processes;

/// <summary>Represents a process started by the bench. Its output goes to a file.</summary>
public sealed class Child
{
    // The shell becomes the program by way of taskset, so the process id stays the same and nothing has to read a pipe.
    private const string Launch = """log=$1 core=$2; shift 2; exec ${core:+taskset -c "$core"} "$@" </dev/null >>"$log" 2>&1""";

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly string _program;
    private readonly string _log;

    private Child(Process process, string program, string log)
    {
        _process = process;
        _program = program;
        _log = log;
    }

    /// <summary>Gets the process id.</summary>
    public int Id => _process.Id;

    /// <summary>Gets the program's file name.</summary>
    public string Name => Path.GetFileName(_program);

    /// <summary>Throws when the process has ended.</summary>
    /// <exception cref="BenchException">It has ended; the message contains the last line of its output.</exception>
    public void ThrowIfEnded()
    {
        if (_process.HasExited)
        {
            var last = File.Exists(_log) ? File.ReadLines(_log).LastOrDefault(line => line.Length > 0) : null;
            throw new BenchException($"{Name} {ExitStatus.Describe(_process.ExitCode)}: {last ?? "no output"}");
        }
    }

    /// <summary>Returns the lines that the process has written so far, to both outputs.</summary>
    public string[] ReadOutput() => File.Exists(_log) ? File.ReadAllLines(_log) : [];

    /// <summary>Sends a signal.</summary>
    public void Signal(int signal) => Posix.Kill(Id, signal);

    /// <summary>Waits until the process has ended, and returns its exit code.</summary>
    /// <exception cref="BenchException">It is still running after the timeout.</exception>
    public async Task<int> WaitForExitAsync(TimeSpan timeout, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(timeout);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new BenchException($"{Name} is still running {timeout.TotalSeconds} s after it should have ended");
        }
    }

    internal static Child Start(string program, string[] arguments, int? core, string log, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Launch, "sh", log, $"{core}", program, .. arguments]);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new Child(Process.Start(start)!, program, log);
    }

    /// <summary>Sends SIGTERM and waits; sends SIGKILL to the process and its descendants when they don't end in time.</summary>
    internal async Task StopAsync()
    {
        var tree = ProcessTree.Ids(Id);
        if (!_process.HasExited)
        {
            Posix.Kill(Id, Posix.SigTerm);
        }

        using var timeout = new CancellationTokenSource(StopTimeout);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            tree.ForEach(id => Posix.Kill(id, Posix.SigKill));
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }
}
