namespace ZipkinMesh.Tests.WholeMesh;

/// <summary>
/// Compares the traces of meshes in which proxies of this project, Envoys or both serve the same requests, record by record as the real
/// Zipkin returns them.
/// </summary>
public sealed class MixedMeshTests(EnvoyTraces envoys) : IClassFixture<EnvoyTraces>
{
    [Theory]
    [InlineData(ProxyKind.Ours, ProxyKind.Ours, ProxyKind.Ours)]
    [InlineData(ProxyKind.Ours, ProxyKind.Envoy, ProxyKind.Envoy)]
    [InlineData(ProxyKind.Envoy, ProxyKind.Ours, ProxyKind.Ours)]
    [InlineData(ProxyKind.Ours, ProxyKind.Envoy, ProxyKind.Ours)]
    [InlineData(ProxyKind.Ours, ProxyKind.Ours, ProxyKind.Envoy)]
    public async Task Traces_OfAnyMix_AreThoseOfEnvoysAlone(ProxyKind front, ProxyKind service1, ProxyKind service2) =>
        Assert.Equal(envoys.Lines, await envoys.CollectAsync(front, service1, service2));

    [Fact]
    public async Task Trace_AppsRecordSpans_NestBetweenThoseOfEnvoys()
    {
        using var mesh = await ProxyMesh.StartAsync(envoys.Zipkin.Address, ProxyKind.Envoy, ProxyKind.Envoy, ProxyKind.Envoy, appSpans: true);
        using var client = new HttpClient();

        using var response = await client.GetAsync($"{mesh.Front}/trace/1", TestContext.Current.CancellationToken);

        Assert.Equal(TraceTree.OfDemoWithAppSpans, TraceTree.Of(await envoys.Zipkin.Client.GetTraceAsync(response.Headers.GetValues("x-b3-traceid").Single(), 7)));
    }
}
