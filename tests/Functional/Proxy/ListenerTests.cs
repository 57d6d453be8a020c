namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests route selection: only the listener of the connection and the longest path prefix decide.</summary>
public sealed class ListenerTests : ProxyTests
{
    private const int Egress = 0;
    private const int Ingress = 1;

    // A sidecar: the setup's egress listener, and an ingress listener beside it.
    private static readonly ProxySetup Sidecar = new ProxySetup(ProxyRole.Egress)
        .With("Listeners:ingress_http:Address", "127.0.0.1")
        .With("Listeners:ingress_http:Port", "0")
        .With("Listeners:ingress_http:Direction", "inbound")
        .With("ReverseProxy:Routes:local:ClusterId", "service2")
        .With("ReverseProxy:Routes:local:Metadata:Listener", "ingress_http")
        .With("ReverseProxy:Routes:local:Metadata:Operation", "ingress operation")
        .With("ReverseProxy:Routes:longer:ClusterId", "service2")
        .With("ReverseProxy:Routes:longer:Metadata:Listener", "ingress_http")
        .With("ReverseProxy:Routes:longer:Metadata:Operation", "longer prefix")
        .With("ReverseProxy:Routes:longer:Metadata:Prefix", "/trace/1/");

    [Theory]
    [InlineData(Ingress, "/trace/2", "SERVER", "ingress operation")]
    [InlineData(Ingress, "/trace/1", "SERVER", "ingress operation")]
    [InlineData(Ingress, "/trace/1/", "SERVER", "longer prefix")]
    [InlineData(Ingress, "/trace/1/../x", "SERVER", "longer prefix")]
    [InlineData(Ingress, "/x/../trace/1/", "SERVER", "ingress operation")]
    [InlineData(Ingress, "/trace%2F1/", "SERVER", "ingress operation")]
    [InlineData(Egress, "/trace/2", "CLIENT", "check_server2")]
    [InlineData(Egress, "/trace/23?a=b", "CLIENT", "check_server2")]
    public async Task Request_OnListener_UsesLongestMatchingRoute(int listener, string path, string kind, string operation)
    {
        var proxy = await StartAsync(Sidecar);

        var response = await proxy.SendAsync(RawRequest.Get(path), listener);

        Assert.Equal("200", response.Status);
        var span = await proxy.Collector.TakeAsync();
        Assert.Equal((kind, operation), (span.Kind, span.Name));
    }

    [Fact]
    public async Task Request_HostNamesOtherListener_UsesOwnListener()
    {
        var proxy = await StartAsync(Sidecar);

        var response = await proxy.SendAsync($"GET /trace/1 HTTP/1.1\r\nHost: 127.0.0.1:{proxy.Ports[Ingress]}\r\n\r\n", Egress);

        Assert.Equal("404", response.Status);
        Assert.Equal("NR", (await proxy.Collector.TakeAsync()).Flags);
    }

    [Theory]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: mesh.test\r\n\r\n")]
    [InlineData("CONNECT mesh.test:80 HTTP/1.1\r\nHost: mesh.test:80\r\n\r\n")]
    public async Task Request_TargetWithoutPath_Returns404(string request)
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front));

        Assert.Equal("404", (await proxy.SendAsync(request)).Status);
        Assert.Equal("NR", (await proxy.Collector.TakeAsync()).Flags);
    }

    [Fact]
    public async Task Request_ThousandsOfRoutes_UsesMatchingRoute()
    {
        var setup = new ProxySetup(ProxyRole.Front);
        for (var i = 0; i < 3_000; i++)
        {
            setup.With($"ReverseProxy:Routes:r{i}:ClusterId", "service1")
                .With($"ReverseProxy:Routes:r{i}:Metadata:Listener", "ingress_http")
                .With($"ReverseProxy:Routes:r{i}:Metadata:Operation", $"operation {i}")
                .With($"ReverseProxy:Routes:r{i}:Metadata:Prefix", $"/{i}/");
        }

        var proxy = await StartAsync(setup);

        foreach (var i in new[] { 0, 42, 420, 2_999 })
        {
            await proxy.GetAsync($"/{i}/x");
            Assert.Equal($"operation {i}", (await proxy.Collector.TakeAsync()).Name);
        }
    }

    [Fact]
    public async Task Start_TwoListeners_LogsOneLineForEach()
    {
        var proxy = await StartAsync(Sidecar);

        await proxy.Log.WaitForAsync($"Information: Listening on http://127.0.0.1:{proxy.Ports[Egress]} (egress_http, Outbound)");
        await proxy.Log.WaitForAsync($"Information: Listening on http://127.0.0.1:{proxy.Ports[Ingress]} (ingress_http, Inbound)");
    }
}
