using System.Diagnostics;

namespace ZipkinMesh.Local;

/// <summary>A role that runs. Its process leads a group of its own, to which all belong that it starts.</summary>
internal sealed class RoleProcess : IDisposable
{
    // How long the kernel and the pipes may take once everything has been killed.
    private static readonly TimeSpan AfterKill = TimeSpan.FromSeconds(2);

    // No event tells of the end of a process that is not one's own child.
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _output;

    private RoleProcess(Role role, Process process, MeshOutput output)
    {
        Role = role;
        _process = process;

        // WaitForExitAsync would also wait for the pipes to close, and an orphan of the role's may hold them open.
        process.Exited += (_, _) => _exited.TrySetResult();
        process.EnableRaisingEvents = true;
        _output = Task.WhenAll(PassAsync(process.StandardOutput, output), PassAsync(process.StandardError, output));
    }

    public Role Role { get; }

    public int Id => _process.Id;

    /// <summary>Completes when the role's own process has ended; others of its group may go on.</summary>
    public Task Exited => _exited.Task;

    /// <summary>Of a process that has ended; 128 and the signal's number when a signal ended it.</summary>
    public int ExitCode => _process.ExitCode;

    public static RoleProcess Start(Role role, string launcher, MeshOutput output)
    {
        var start = new ProcessStartInfo(launcher, [OwnSession.Switch, role.Program, .. role.Arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in role.Environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new(role, process, output);
    }

    /// <summary>Completes when each port accepts a connection.</summary>
    public async Task ReadyAsync(CancellationToken cancel)
    {
        foreach (var port in Role.Ports)
        {
            while (!await PortCheck.AcceptsAsync(port.Number, cancel))
            {
                await Task.Delay(Poll, cancel);
            }
        }
    }

    /// <summary>
    /// Ends the role and everything it has started:
    /// <list type="number">
    /// <item>SIGTERM to the role alone, which ends its own in the order it likes;</item>
    /// <item>when it has gone and left somebody behind, SIGTERM to these;</item>
    /// <item>when the bound is over, or at once if told so, SIGKILL to all who are left.</item>
    /// </list>
    /// False: somebody had to be killed.
    /// </summary>
    public async Task<bool> EndAsync(TimeSpan bound, CancellationToken atOnce)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(atOnce);
        patience.CancelAfter(bound);

        if (!Exited.IsCompleted)
        {
            _ = Posix.Kill(Id, Posix.SigTerm);
            await Exited.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (Exited.IsCompleted && GroupLives)
        {
            _ = Posix.Kill(-Id, Posix.SigTerm);
            await GroupGoneAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var ended = Exited.IsCompleted && !GroupLives;
        if (!ended)
        {
            Kill();
            using var last = new CancellationTokenSource(AfterKill);
            await GroupGoneAsync(last.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(Exited, _output).WaitAsync(AfterKill, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ended;
    }

    /// <summary>On a way out that ended nothing, the group is killed.</summary>
    public void Dispose()
    {
        if (!Exited.IsCompleted || GroupLives)
        {
            Kill();
        }

        _process.Dispose();
    }

    private bool GroupLives => ProcessGroup.Lives(Id);

    private async Task GroupGoneAsync(CancellationToken cancel)
    {
        while (GroupLives)
        {
            await Task.Delay(Poll, cancel);
        }
    }

    // The group, and also the process itself: the launcher leads no group before its first call.
    private void Kill()
    {
        _ = Posix.Kill(-Id, Posix.SigKill);
        _process.Kill();
    }

    private async Task PassAsync(StreamReader reader, MeshOutput output)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            output.Pass(Role, line);
        }
    }
}
