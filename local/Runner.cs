using System.Diagnostics;
using ZipkinMesh.Hosting.Processes;
using ZipkinMesh.Local.Output;
using ZipkinMesh.Local.Processes;
using ZipkinMesh.Local.Roles;

namespace ZipkinMesh.Local;

/// <summary>
/// Starts the processes one after the other, each when the one before it is ready. Stops all in reverse order on a stop signal, when
/// one exits, or when one doesn't become ready.
/// </summary>
/// <param name="roles">The processes, in start order.</param>
/// <param name="output">The output of the runner and of the processes.</param>
/// <param name="hints">The lines to write when all processes are ready.</param>
internal sealed class Runner(IReadOnlyList<Role> roles, MeshOutput output, IReadOnlyList<string> hints)
{
    private readonly List<RoleProcess> _running = [];

    /// <summary>Gets the time that a process may take to become ready. Default: 60 s, for a busy machine.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets the time that a process may take to stop. Default: 30 s, as in docker-compose.yaml.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the full path of the program that runs <see cref="SessionLauncher"/>. Default: this program.</summary>
    public string Launcher { get; init; } = Path.Combine(AppContext.BaseDirectory, "local");

    /// <summary>Gets what runs while all processes are ready, until its token is canceled. Default: nothing.</summary>
    public Func<CancellationToken, Task> WhileReady { get; init; } = _ => Task.CompletedTask;

    /// <summary>Runs the mesh until <paramref name="stop"/> is canceled or a process exits.</summary>
    /// <param name="stop">Stops all processes when canceled.</param>
    /// <param name="kill">Kills all processes when canceled.</param>
    /// <returns>The exit code: 0 when <paramref name="stop"/> was canceled and each process stopped cleanly, otherwise 1.</returns>
    public async Task<int> RunAsync(CancellationToken stop, CancellationToken kill)
    {
        try
        {
            return await RunAndStopAsync(stop, kill);
        }
        finally
        {
            // Kills what an exception has left running.
            _running.ForEach(process => process.Dispose());
        }
    }

    private async Task<int> RunAndStopAsync(CancellationToken stop, CancellationToken kill)
    {
        var stopRequested = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = stop.Register(() =>
        {
            WriteLine("stopping; press Ctrl-C again to kill everything");
            stopRequested.SetResult();
        });

        var failure = await StartAllAsync(stopRequested.Task, stop);
        if (failure is null && !stop.IsCancellationRequested)
        {
            foreach (var line in hints)
            {
                output.WriteLine(line);
            }

            using var ready = new CancellationTokenSource();
            var whileReady = WhileReady(ready.Token);
            await Task.WhenAny([stopRequested.Task, .. _running.Select(process => process.Exited)]);
            await ready.CancelAsync();
            await whileReady;
            failure = FindExited();
        }

        var failed = failure is not null && !stop.IsCancellationRequested;
        if (failed)
        {
            WriteLine($"{failure}; stopping the rest");
        }

        var stopped = await StopAllAsync(kill);
        return stopped && !failed ? 0 : 1;
    }

    // Returns the reason when not all could be started.
    private async Task<string?> StartAllAsync(Task stopRequested, CancellationToken stop)
    {
        foreach (var role in roles)
        {
            WriteLine($"starting {role.Name}{PortList(role)}");
            var clock = Stopwatch.StartNew();
            var process = RoleProcess.Start(role, Launcher, output);
            _running.Add(process);

            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
            deadline.CancelAfter(StartTimeout);
            var ready = process.WaitUntilReadyAsync(deadline.Token);
            await Task.WhenAny([stopRequested, ready, .. _running.Select(other => other.Exited)]);
            if (stop.IsCancellationRequested || FindExited() is not null || !ready.IsCompletedSuccessfully)
            {
                await deadline.CancelAsync();
                return FindExited() ?? $"{role.Name} was not ready within {StartTimeout.TotalSeconds} s";
            }

            WriteLine($"{role.Name} is ready after {clock.ElapsedMilliseconds} ms");
        }

        return null;
    }

    private string? FindExited() =>
        _running.Find(process => process.Exited.IsCompleted) is { } exited ? $"{exited.Role.Name} {ExitStatus.Describe(exited.ExitCode)}" : null;

    private async Task<bool> StopAllAsync(CancellationToken kill)
    {
        var allStopped = true;
        foreach (var process in Enumerable.Reverse(_running))
        {
            WriteLine($"stopping {process.Role.Name}");
            var stopped = await process.StopAsync(StopTimeout, kill);
            var isClean = stopped && ExitStatus.IsCleanStop(process.ExitCode);
            WriteLine($"{process.Role.Name} {(isClean ? "stopped" : stopped ? ExitStatus.Describe(process.ExitCode) : KillReason(kill))}");
            allStopped &= isClean;
        }

        return allStopped;
    }

    private string KillReason(CancellationToken kill) =>
        kill.IsCancellationRequested ? "was killed" : $"didn't stop within {StopTimeout.TotalSeconds} s and was killed";

    private static string PortList(Role role) => role.Ports switch
    {
        [] => "",
        [var port] => $" on port {port.Number}",
        var ports => $" on ports {string.Join(", ", ports.Select(port => port.Number))}",
    };

    private void WriteLine(string line) => output.WriteLine($"local: {line}");
}
