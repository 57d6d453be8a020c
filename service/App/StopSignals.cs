using System.Runtime.InteropServices;

namespace ZipkinMesh.App;

/// <summary>Turns the signals that ask a process to end into a task, so that the order of the end is the host's.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly TaskCompletionSource _requested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals() =>
        _registrations = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGHUP }
            .Select(signal => PosixSignalRegistration.Create(signal, Handle))];

    /// <summary>Completes with the first signal.</summary>
    public Task Requested => _requested.Task;

    public void Dispose() => Array.ForEach(_registrations, registration => registration.Dispose());

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        _requested.TrySetResult();
    }
}
