using System.Diagnostics;
using ZipkinMesh.Hosting.Processes;

namespace ZipkinMesh.Tests.Support;

/// <summary>A process a test starts: its lines, its end, and signals to it. Killed when the test is over.</summary>
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

    public Lines Output { get; } = new();

    public Lines Errors { get; } = new();

    public int Id => _process.Id;

    public async Task<int> ExitCodeAsync()
    {
        await _exited.Task.WaitAsync(Lines.Bound);
        return _process.ExitCode;
    }

    public void Signal(int signal) => Assert.True(SendTo(Id, signal));

    /// <summary>Sends a signal to a process (0 only asks); true when there is one.</summary>
    public static bool SendTo(int id, int signal) => Posix.Kill(id, signal);

    /// <summary>Waits until the process has ended: the kernel reports no event for somebody else's.</summary>
    public static async Task GoneAsync(int id)
    {
        for (var clock = Stopwatch.StartNew(); Runs(id); await Task.Delay(10))
        {
            Assert.True(clock.Elapsed < Lines.Bound, $"process {id} is still there");
        }
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    // A zombie has ended, whoever has not yet asked for its exit code.
    private static bool Runs(int id)
    {
        try
        {
            return SendTo(id, 0) && !(OperatingSystem.IsLinux() && File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal));
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
