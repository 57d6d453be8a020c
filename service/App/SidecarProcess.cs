using System.Diagnostics;
using ZipkinMesh.App.Options;
using ZipkinMesh.Hosting.Processes;

namespace ZipkinMesh.App;

/// <summary>
/// The sidecar as a child process. It never outlives this process: when SIGKILL ends this one, which no process can handle, the sidecar
/// gets SIGUSR2. It inherits the environment, so its own settings reach it, and the standard streams, so its log is passed on unchanged.
/// </summary>
internal sealed class SidecarProcess : IDisposable
{
    private readonly Process _process;

    private SidecarProcess(Process process)
    {
        _process = process;
        Exited = process.WaitForExitAsync();

        // An unhandled exception and Environment.Exit run no finally block.
        AppDomain.CurrentDomain.UnhandledException += OnHostExiting;
        AppDomain.CurrentDomain.ProcessExit += OnHostExiting;
    }

    /// <summary>Gets a task that completes when the process has exited.</summary>
    public Task Exited { get; }

    /// <summary>Gets the exit code of the exited process: 128 plus the signal's number when a signal ended it.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Runs <c>SIDECAR -c service1.json --service-cluster service1</c> in the sidecar's own folder.</summary>
    public static SidecarProcess Start(AppOptions options) => new(ChildProcess.Start(StartInfo(options)));

    /// <summary>Returns the command line of the sidecar, followed by the arguments in <paramref name="extraArguments"/>.</summary>
    public static ProcessStartInfo StartInfo(AppOptions options, params string[] extraArguments)
    {
        var cluster = $"service{options.ServiceName}";
        var file = options.SidecarConfiguration is { Length: > 0 } other ? other : $"{cluster}.json";
        return new ProcessStartInfo(options.Sidecar!, ["-c", file, "--service-cluster", cluster, .. extraArguments])
        {
            WorkingDirectory = Path.GetDirectoryName(options.Sidecar)!,
        };
    }

    /// <summary>Sends SIGTERM and waits: the sidecar completes its requests and flushes its spans.</summary>
    /// <returns>False when the sidecar is still running after <paramref name="timeout"/>.</returns>
    public async Task<bool> StopAsync(TimeSpan timeout)
    {
        if (!_process.HasExited)
        {
            _ = Posix.Kill(_process.Id, Posix.SigTerm);
        }

        await Exited.WaitAsync(timeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Exited.IsCompleted;
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.UnhandledException -= OnHostExiting;
        AppDomain.CurrentDomain.ProcessExit -= OnHostExiting;
        _process.Kill();
        _process.Dispose();
    }

    private void OnHostExiting(object? sender, EventArgs e) => _process.Kill();
}
