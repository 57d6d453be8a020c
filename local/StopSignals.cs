using System.Runtime.InteropServices;

namespace ZipkinMesh.Local;

/// <summary>The first Ctrl-C or SIGTERM asks for the end, the second for the end at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _requested = new();
    private readonly CancellationTokenSource _forced = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _count;

    public StopSignals() =>
        _registrations = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGHUP }
            .Select(signal => PosixSignalRegistration.Create(signal, Handle))];

    public CancellationToken Requested => _requested.Token;

    public CancellationToken Forced => _forced.Token;

    public void Dispose()
    {
        Array.ForEach(_registrations, registration => registration.Dispose());
        _requested.Dispose();
        _forced.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        (Interlocked.Increment(ref _count) == 1 ? _requested : _forced).Cancel();
    }
}
