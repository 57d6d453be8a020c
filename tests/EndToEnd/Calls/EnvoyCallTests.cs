using ZipkinMesh.Tests.WholeMesh;

namespace ZipkinMesh.Tests.Calls;

/// <summary>Makes the same gRPC calls through the front proxy and through Envoy, and compares the spans.</summary>
public sealed class EnvoyCallTests
{
    [Fact]
    public async Task Spans_OfEachKindOfCall_AreThoseOfEnvoy()
    {
        _ = Reference.Envoy();

        var expected = await RecordAsync(ProxyKind.Envoy);
        var actual = await RecordAsync(ProxyKind.Ours);

        Assert.Equal(string.Join('\n', expected), string.Join('\n', actual));
    }

    private static async Task<IReadOnlyList<string>> RecordAsync(ProxyKind kind)
    {
        await using var calls = await RecordedCalls.StartAsync(kind);
        return await calls.MakeAsync();
    }
}
