using System.Diagnostics;
using ZipkinMesh.Hosting.Processes;
using ZipkinMesh.Local.Output;
using ZipkinMesh.Local.Roles;

namespace ZipkinMesh.Local.Processes;

/// <summary>A running process of the mesh. It leads a process group of its own, which includes every process it starts.</summary>
internal sealed class RoleProcess : IDisposable
{
    // The time for the kernel to end killed processes and to close their pipes.
    private static readonly TimeSpan KillTimeout = TimeSpan.FromSeconds(2);

    // The kernel reports no event when a process that isn't a child exits.
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _output;

    private RoleProcess(Role role, Process process, MeshOutput output)
    {
        Role = role;
        _process = process;

        // WaitForExitAsync would also wait until the pipes close, and an orphan of the process may hold them open.
        process.Exited += (_, _) => _exited.TrySetResult();
        process.EnableRaisingEvents = true;
        _output = Task.WhenAll(CopyLinesAsync(process.StandardOutput, output), CopyLinesAsync(process.StandardError, output));
    }

    public Role Role { get; }

    /// <summary>Gets a task that completes when the process has exited. Other processes of its group may still run.</summary>
    public Task Exited => _exited.Task;

    /// <summary>Gets the exit code of the exited process: 128 plus the signal's number when a signal ended it.</summary>
    public int ExitCode => _process.ExitCode;

    private bool IsGroupRunning => ProcessGroup.IsRunning(_process.Id);

    private bool IsStopped => Exited.IsCompleted && !IsGroupRunning;

    /// <summary>Starts a process with closed standard input. It ends with this process.</summary>
    /// <param name="role">The process to start.</param>
    /// <param name="launcher">The full path of the program that runs <see cref="SessionLauncher"/>.</param>
    /// <param name="output">The output that each line of the process goes to.</param>
    public static RoleProcess Start(Role role, string launcher, MeshOutput output)
    {
        var start = new ProcessStartInfo(launcher, [SessionLauncher.Option, role.Program, .. role.Arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in role.Environment)
        {
            start.Environment[name] = value;
        }

        var process = ChildProcess.Start(start);
        process.StandardInput.Close();
        return new(role, process, output);
    }

    /// <summary>Waits until each port accepts a connection.</summary>
    public async Task WaitUntilReadyAsync(CancellationToken cancel)
    {
        foreach (var port in Role.Ports)
        {
            while (!await PortCheck.AcceptsConnectionsAsync(port.Number, cancel))
            {
                await Task.Delay(PollInterval, cancel);
            }
        }
    }

    /// <summary>
    /// Stops the process and every process it has started:
    /// <list type="number">
    /// <item>Sends SIGTERM to the process alone, which stops its own children in the order it needs.</item>
    /// <item>When the process has exited and others of its group still run, sends SIGTERM to the group.</item>
    /// <item>After <paramref name="timeout"/>, or when <paramref name="kill"/> is canceled, sends SIGKILL to the group.</item>
    /// </list>
    /// </summary>
    /// <returns>False when a process had to be killed.</returns>
    public async Task<bool> StopAsync(TimeSpan timeout, CancellationToken kill)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(kill);
        deadline.CancelAfter(timeout);

        if (!Exited.IsCompleted)
        {
            _ = Posix.Kill(_process.Id, Posix.SigTerm);
            await Exited.WaitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (Exited.IsCompleted && IsGroupRunning)
        {
            _ = Posix.Kill(-_process.Id, Posix.SigTerm);
            await WaitForGroupAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var stopped = IsStopped;
        if (!stopped)
        {
            Kill();
            using var killDeadline = new CancellationTokenSource(KillTimeout);
            await WaitForGroupAsync(killDeadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(Exited, _output).WaitAsync(KillTimeout, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return stopped;
    }

    /// <summary>Kills the group if it still runs.</summary>
    public void Dispose()
    {
        if (!IsStopped)
        {
            Kill();
        }

        _process.Dispose();
    }

    private async Task WaitForGroupAsync(CancellationToken cancel)
    {
        while (IsGroupRunning)
        {
            await Task.Delay(PollInterval, cancel);
        }
    }

    // Kills the process too, because it leads no group before the launcher's first system call.
    private void Kill()
    {
        _ = Posix.Kill(-_process.Id, Posix.SigKill);
        _process.Kill();
    }

    private async Task CopyLinesAsync(StreamReader reader, MeshOutput output)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            output.WriteLine(Role.Name, line);
        }
    }
}
