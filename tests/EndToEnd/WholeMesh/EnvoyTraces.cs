namespace ZipkinMesh.Tests.WholeMesh;

/// <summary>Provides the real Zipkin, and the traces of the mesh in which all proxies are Envoys.</summary>
public sealed class EnvoyTraces : IAsyncLifetime
{
    private RealZipkin? _zipkin;

    internal RealZipkin Zipkin => _zipkin!;

    internal IReadOnlyList<string> Lines { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        _ = Reference.Envoy();
        _zipkin = await RealZipkin.StartAsync();
        Lines = await CollectAsync(ProxyKind.Envoy, ProxyKind.Envoy, ProxyKind.Envoy);
    }

    internal async Task<IReadOnlyList<string>> CollectAsync(ProxyKind front, ProxyKind service1, ProxyKind service2)
    {
        using var mesh = await ProxyMesh.StartAsync(_zipkin!.Address, front, service1, service2);
        using var traces = new MeshTraces(mesh, _zipkin.Client);
        return await traces.CollectAsync();
    }

    public ValueTask DisposeAsync()
    {
        _zipkin?.Dispose();
        return ValueTask.CompletedTask;
    }
}
