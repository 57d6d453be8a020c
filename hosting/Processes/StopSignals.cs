using System.Runtime.InteropServices;

namespace ZipkinMesh.Hosting.Processes;

/// <summary>
/// Handles SIGTERM, SIGINT (Ctrl-C), SIGQUIT and SIGHUP (the terminal or the parent is gone) in place of the runtime, so that the program decides
/// in which order its parts stop.
/// </summary>
public sealed class StopSignals : IDisposable
{
    private static readonly PosixSignal[] Handled = [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGHUP];

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
    /// Gets a token that the second signal cancels: the program should stop at once. SIGHUP isn't a second signal: the kernel sends one for
    /// each thread of a killed parent that the child passes to.
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
        else if (context.Signal != PosixSignal.SIGHUP)
        {
            _forced.Cancel();
        }
    }
}
