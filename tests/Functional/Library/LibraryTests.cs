using ZipkinMesh.Hosting;

namespace ZipkinMesh.Tests.Library;

/// <summary>Tests the mesh as a library in somebody else's YARP app.</summary>
public sealed class LibraryTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Route_WithoutMetadata_IsTraced()
    {
        await using var app = await LibraryApp.StartAsync();
        using var client = new HttpClient { BaseAddress = app.Address };

        Assert.Equal("hello\n", await client.GetStringAsync("api/orders", Cancel));

        var request = await app.Upstream.TakeAsync();
        var span = await app.Collector.TakeAsync();
        Assert.Equal("/api/orders", request.Target);
        Assert.Equal(span.TraceId, request["x-b3-traceid"]);
        Assert.Equal(("CLIENT", app.Address.Authority, "yarp-app"), (span.Kind, span.Name, span.LocalEndpoint.ServiceName));
        Assert.Equal(("api", "127.0.0.1"), (span.Tags["upstream_cluster"], span.Tags["peer.address"]));
    }

    [Fact]
    public async Task Route_TracingInItsMetadata_IsAppliedOverThatOfTheApp()
    {
        await using var app = await LibraryApp.StartAsync(new()
        {
            ["ZipkinMesh:Tracing:TraceId128Bit"] = "true",
            ["ZipkinMesh:Tracing:RandomSampling"] = "0",
            ["ReverseProxy:Routes:api:Metadata:RandomSampling"] = "100",
            ["ReverseProxy:Routes:api:Metadata:Operation"] = "%REQ(:METHOD)% %ROUTE_NAME%",
            ["ReverseProxy:Routes:api:Metadata:CustomTags:team:Literal"] = "red",
            ["ReverseProxy:Routes:api:Metadata:Owner"] = "of the app's own",
        });
        using var client = new HttpClient { BaseAddress = app.Address };

        await client.GetStringAsync("api/orders", Cancel);

        var span = await app.Collector.TakeAsync();
        Assert.Equal(("GET api", "red", 32), (span.Name, span.Tags["team"], span.TraceId.Length));
    }

    [Theory]
    [InlineData("about", "about")]
    [InlineData("api/own", "own")]
    public async Task Endpoint_OfTheApp_IsServedAndNotTraced(string path, string body)
    {
        await using var app = await LibraryApp.StartAsync();
        using var client = new HttpClient { BaseAddress = app.Address };

        Assert.Equal(body, await client.GetStringAsync(path, Cancel));

        await client.GetStringAsync("api/orders", Cancel);
        await app.Collector.TakeAsync();
        Assert.Empty(app.Collector.TakeRemaining());
    }

    [Fact]
    public async Task Path_WithoutRoute_IsTheApps404()
    {
        await using var app = await LibraryApp.StartAsync();
        using var client = new HttpClient { BaseAddress = app.Address };

        using var response = await client.GetAsync("elsewhere", Cancel);

        Assert.Equal(404, (int)response.StatusCode);
        Assert.DoesNotContain("yarp", response.Headers.Server.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listener_Configured_IsFoundByTheLocalPort()
    {
        var port = Scratch.FreePorts(1)[0];
        await using var app = await LibraryApp.StartAsync(new()
        {
            ["Kestrel:Endpoints:ingress:Url"] = $"http://127.0.0.1:{port}",
            ["ZipkinMesh:Listeners:ingress:Port"] = $"{port}",
            ["ZipkinMesh:Listeners:ingress:Direction"] = "Inbound",
            ["ReverseProxy:Routes:api:Metadata:Listener"] = "ingress",
            ["ReverseProxy:Routes:api:Metadata:Operation"] = "orders",
        });
        using var client = new HttpClient();

        await client.GetStringAsync($"http://127.0.0.1:{port}/api/orders", Cancel);

        var span = await app.Collector.TakeAsync();
        Assert.Equal(("SERVER", "orders"), (span.Kind, span.Name));
    }

    [Theory]
    [InlineData("ZipkinMesh:Tracing:RandomSampling", "101", "ZipkinMesh:Tracing:RandomSampling: '101' is not allowed; allowed: 0 to 100 (percent)")]
    [InlineData("ZipkinMesh:Node:Cluster", null, "ZipkinMesh:Node:Cluster: missing; required: the service name of the spans (or --service-cluster NAME)")]
    [InlineData("ReverseProxy:Routes:api:Metadata:Prefix", "x", "ReverseProxy:Routes:api:Metadata:Prefix: 'x' is not allowed; allowed: a path that begins with /")]
    [InlineData("ZipkinMesh:Tracing:CollectorCluster", "none", "Tracing:CollectorCluster: 'none' is not allowed; allowed: one of the clusters: api, zipkin")]
    public async Task Setting_Invalid_FailsWithTheKeyInItsSection(string key, string? value, string message)
    {
        var exception = await Assert.ThrowsAsync<SettingException>(() => LibraryApp.StartAsync(new() { [key] = value }));

        Assert.Equal(message, exception.Message);
    }
}
