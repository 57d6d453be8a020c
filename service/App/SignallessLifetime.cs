namespace ZipkinMesh.App;

/// <summary>Keeps the web host from reacting to signals: <see cref="ServiceHost"/> decides when the app stops, after the sidecar.</summary>
internal sealed class SignallessLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
