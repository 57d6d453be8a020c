using System.Runtime.InteropServices;

namespace ZipkinMesh.Hosting.Processes;

/// <summary>
/// Handles SIGTERM, SIGINT (Ctrl-C), SIGQUIT, SIGHUP (the terminal is gone) and, on Linux, SIGUSR2 (the parent is gone) in place of the runtime,
/// so that the program decides in which order its parts stop.
/// </summary>
public sealed class StopSignals : IDisposable
{
    // .NET has no name for SIGUSR2, and takes numbers as well.
    private const PosixSignal ParentGone = (PosixSignal)Posix.SigUsr2;

    private static readonly PosixSignal[] Handled =
        [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGHUP, .. OperatingSystem.IsLinux() ? [ParentGone] : Array.Empty<PosixSignal>()];

    private readonly CancellationTokenSource _requested = new();
    private readonly CancellationTokenSource _forced = new();
    private readonly TaskCompletionSource _received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _registrations;
    private int _count;

    /// <summary>Begins to handle the signals.</summary>
    public StopSignals() => _registrations = [.. Handled.Select(signal => PosixSignalRegistration.Create(signal, Handle))];

    /// <summary>Gets a token that the first signal cancels: the program should stop.</summary>
    public CancellationToken Requested => _requested.Token;

    /// <summary>
    /// Gets a token that the second signal cancels: the program should stop at once. SIGHUP and SIGUSR2 aren't second signals:
    /// closing a terminal sends several SIGHUPs, and the kernel sends SIGUSR2 for each thread of a killed parent that the child passes to.
    /// </summary>
    public CancellationToken Forced => _forced.Token;

    /// <summary>Returns a task that completes with the first signal.</summary>
    public Task WaitAsync() => _received.Task;

    /// <summary>Gives the signals back to the runtime.</summary>
    public void Dispose()
    {
        Array.ForEach(_registrations, registration => registration.Dispose());
        _requested.Dispose();
        _forced.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _count) == 1)
        {
            _received.SetResult();
            _requested.Cancel();
        }
        else if (context.Signal is not (PosixSignal.SIGHUP or ParentGone))
        {
            _forced.Cancel();
        }
    }
}
