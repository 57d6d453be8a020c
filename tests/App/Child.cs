using System.Diagnostics;
using ZipkinMesh.App;

namespace ZipkinMesh.Tests.App;

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
    public static bool SendTo(int id, int signal) => Posix.Kill(id, signal) == 0;

    /// <summary>Waits until nobody has this id: the kernel reports no event for a process of somebody else's.</summary>
    public static async Task GoneAsync(int id)
    {
        var deadline = DateTime.UtcNow + Lines.Bound;
        while (SendTo(id, 0) && DateTime.UtcNow < deadline)
        {
            await Task.Delay(10);
        }

        Assert.False(SendTo(id, 0), $"process {id} is still there");
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static void Add(Lines lines, string? line)
    {
        if (line is not null)
        {
            lines.WriteLine(line);
        }
    }
}
