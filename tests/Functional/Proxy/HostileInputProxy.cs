namespace ZipkinMesh.Tests.Proxy;

/// <summary>One proxy for all tests of a class. It must survive each of their requests, so a proxy of its own for each proves less.</summary>
public sealed class HostileInputProxy : IAsyncLifetime
{
    private ProxyEnvironment? _environment;

    internal ProxyEnvironment Environment => _environment!;

    public async ValueTask InitializeAsync() => _environment = await new ProxySetup(ProxyRole.Front).StartAsync();

    /// <summary>Sends a request, and another one behind it; asserts that the first is rejected and the second not read.</summary>
    internal async Task AssertRejectedAsync(string request, string status)
    {
        var before = Environment.Upstream.RequestCount;
        var connection = await Environment.ConnectAsync();

        await connection.WriteAsync(request + RawRequest.Get("/smuggled"));
        var response = await connection.ReadResponseAsync();
        await connection.WaitForCloseAsync();

        Assert.Equal((status, "close"), (response.Status, response["connection"]));
        Assert.Equal(before, Environment.Upstream.RequestCount);
    }

    /// <summary>Sends a request that must be forwarded; returns it as the upstream received it.</summary>
    internal async Task<RawMessage> ForwardAsync(string request)
    {
        Assert.Equal("200", (await Environment.SendAsync(request)).Status);
        await Environment.Collector.TakeAsync();
        return await Environment.Upstream.TakeAsync();
    }

    // Fails when a rejected request has made a span.
    public ValueTask DisposeAsync() => _environment?.DisposeAsync() ?? ValueTask.CompletedTask;
}
