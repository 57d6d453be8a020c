using Xunit.Sdk;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests that the environment detects spans that a test didn't take.</summary>
public sealed class ProxyEnvironmentTests
{
    [Fact]
    public async Task Dispose_SpanNotTaken_FailsAndNamesSpan()
    {
        var proxy = await new ProxySetup(ProxyRole.Front).StartAsync();
        await proxy.GetAsync("/trace/1?not=taken");

        var failure = await Assert.ThrowsAsync<TrueException>(() => proxy.DisposeAsync().AsTask());

        Assert.Contains("http.url: http://mesh.test/trace/1?not=taken", failure.Message, StringComparison.Ordinal);
    }
}
