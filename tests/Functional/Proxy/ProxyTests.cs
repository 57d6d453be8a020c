namespace ZipkinMesh.Tests.Proxy;

/// <summary>The base class of tests that start proxies. Disposes them after each test, which checks that the test took all spans.</summary>
public abstract class ProxyTests : IAsyncDisposable
{
    private readonly List<ProxyEnvironment> _started = [];

    private protected async Task<ProxyEnvironment> StartAsync(ProxySetup setup)
    {
        var environment = await setup.StartAsync();
        _started.Add(environment);
        return environment;
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var environment in _started)
        {
            await environment.DisposeAsync();
        }
    }
}
