namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests with proxies: what a test starts is ended after it, and checked for spans the test did not take.</summary>
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
