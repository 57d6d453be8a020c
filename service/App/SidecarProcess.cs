using System.Diagnostics;

namespace ZipkinMesh.App;

/// <summary>
/// The sidecar, a process of its own that never outlives this one (but for SIGKILL, which nobody sees coming). It inherits the
/// environment, so its own settings reach it, and the standard streams, so its log comes out unchanged.
/// </summary>
internal sealed class SidecarProcess : IDisposable
{
    private readonly Process _process;

    private SidecarProcess(Process process)
    {
        _process = process;
        Exited = process.WaitForExitAsync();

        // The ways out that pass no finally block: an exception nobody catches, and Environment.Exit.
        AppDomain.CurrentDomain.UnhandledException += OnLastChance;
        AppDomain.CurrentDomain.ProcessExit += OnLastChance;
    }

    /// <summary>Completes when the process has ended.</summary>
    public Task Exited { get; }

    /// <summary>Of a process that has ended; 128 and the signal's number when a signal ended it.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Runs <c>SIDECAR -c service1.json --service-cluster service1</c> in the sidecar's own folder.</summary>
    public static SidecarProcess Start(string program, string serviceName) => new(Process.Start(StartInfo(program, serviceName))!);

    public static ProcessStartInfo StartInfo(string program, string serviceName, params string[] more)
    {
        var cluster = $"service{serviceName}";
        return new ProcessStartInfo(program, ["-c", $"{cluster}.json", "--service-cluster", cluster, .. more])
        {
            WorkingDirectory = Path.GetDirectoryName(program)!,
        };
    }

    /// <summary>Asks it to end with SIGTERM and waits: it finishes what it has and flushes its spans. False: not within the bound.</summary>
    public async Task<bool> StopAsync(TimeSpan bound)
    {
        if (!_process.HasExited)
        {
            _ = Posix.Kill(_process.Id, Posix.SigTerm);
        }

        await Exited.WaitAsync(bound).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Exited.IsCompleted;
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.UnhandledException -= OnLastChance;
        AppDomain.CurrentDomain.ProcessExit -= OnLastChance;
        _process.Kill();
        _process.Dispose();
    }

    private void OnLastChance(object? sender, EventArgs e) => _process.Kill();
}
