using ZipkinMesh.Tests.WholeMesh;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Runs h2spec, the conformance suite of HTTP/2, against the front proxy. Envoy 1.40 passes 134 of its 145 cases.</summary>
public sealed class H2SpecTests : IAsyncDisposable
{
    // The suite waits 2 s for an answer in some of its cases.
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    private readonly RawServer _upstream = new();

    // Accepts all reports.
    private readonly RawServer _zipkin = new() { Handler = RawServer.Status(202) };

    public async ValueTask DisposeAsync()
    {
        await _upstream.DisposeAsync();
        await _zipkin.DisposeAsync();
    }

    [Fact]
    public async Task ClearText_AllCases_Pass()
    {
        var port = Scratch.FreePorts(1)[0];
        using var program = await FrontProxyProcess.StartAsync(port, [_upstream.Address], _zipkin.Address);

        using var suite = new Child(Reference.Protocol("h2spec.sh"), ["127.0.0.1", $"{port}"]);

        await suite.ExitCodeAsync(Bound);
        Assert.Equal(["145 tests, 145 passed, 0 skipped, 0 failed", "h2spec says: 145 tests, 145 passed, 0 skipped, 0 failed"], suite.Output.All);
    }
}
