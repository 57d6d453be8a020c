using Microsoft.Extensions.Hosting;

namespace ZipkinMesh.Proxy;

/// <summary>Leaves the signals to <see cref="ProxyProgram"/>: the default ignores all after the first.</summary>
internal sealed class ProgramLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
