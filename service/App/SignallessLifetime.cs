namespace ZipkinMesh.App;

/// <summary>Makes the web host ignore signals, because the app must stop after the sidecar.</summary>
internal sealed class SignallessLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
