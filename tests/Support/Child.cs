using System.Diagnostics;
using System.Globalization;
using ZipkinMesh.Hosting.Processes;

namespace ZipkinMesh.Tests.Support;

/// <summary>Runs a child process, captures its output and sends it signals. Disposal kills the process and its descendants.</summary>
internal sealed class Child : IDisposable
{
    public const int SigInt = 2;
    public const int SigKill = 9;
    public const int SigTerm = 15;
    public static readonly int SigStop = OperatingSystem.IsMacOS() ? 17 : 19;

    private readonly Process _process;
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Child(string program, string[] arguments, Dictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, e) => Add(Output, e.Data);
        _process.ErrorDataReceived += (_, e) => Add(Errors, e.Data);
        _process.Exited += (_, _) => _exited.SetResult();
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Gets the lines of standard output.</summary>
    public Lines Output { get; } = new();

    /// <summary>Gets the lines of standard error.</summary>
    public Lines Errors { get; } = new();

    public int Id => _process.Id;

    /// <summary>Waits for the process to exit and returns its exit code.</summary>
    /// <param name="bound">The longest time to wait; null for that of all tests.</param>
    public async Task<int> ExitCodeAsync(TimeSpan? bound = null)
    {
        await _exited.Task.WaitAsync(bound ?? Lines.Bound);
        return _process.ExitCode;
    }

    public void Signal(int signal) => Assert.True(SendSignal(Id, signal));

    /// <summary>Sends a signal to a process; signal 0 only checks that the process exists. Returns false when it doesn't.</summary>
    public static bool SendSignal(int id, int signal) => Posix.Kill(id, signal);

    /// <summary>Returns the ids of all processes that this one has started, and of theirs. Linux only.</summary>
    public IReadOnlyList<int> Descendants()
    {
        List<int> ids = [Id];
        for (var i = 0; i < ids.Count; i++)
        {
            ids.AddRange(Directory.EnumerateDirectories($"/proc/{ids[i]}/task")
                .SelectMany(thread => File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(id => int.Parse(id, CultureInfo.InvariantCulture)));
        }

        return ids[1..];
    }

    /// <summary>Waits until a process has exited. Polls, because the kernel notifies only the parent of a process.</summary>
    public static async Task WaitForExitAsync(int id)
    {
        for (var clock = Stopwatch.StartNew(); IsRunning(id); await Task.Delay(10))
        {
            Assert.True(clock.Elapsed < Lines.Bound, $"Process {id} is still running.");
        }
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    // A zombie has exited, even though its parent hasn't read the exit code yet.
    private static bool IsRunning(int id)
    {
        try
        {
            return SendSignal(id, 0) && !(OperatingSystem.IsLinux() && File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void Add(Lines lines, string? line)
    {
        if (line is not null)
        {
            lines.WriteLine(line);
        }
    }
}
