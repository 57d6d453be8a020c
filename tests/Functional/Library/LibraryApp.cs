using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ZipkinMesh.Proxy;

namespace ZipkinMesh.Tests.Library;

/// <summary>Runs a YARP app that adds the mesh as a library, with an upstream and a collector.</summary>
internal sealed class LibraryApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private readonly Scratch _contentRoot;

    private LibraryApp(WebApplication app, Scratch contentRoot, RawServer upstream, FakeCollector collector) =>
        (_app, _contentRoot, Upstream, Collector) = (app, contentRoot, upstream, collector);

    public RawServer Upstream { get; }

    public FakeCollector Collector { get; }

    public Uri Address => new(_app.Urls.First());

    /// <summary>Starts the app on a free port.</summary>
    /// <param name="settings">Settings of the app, which replace the defaults.</param>
    /// <param name="listen">Configures the endpoint of Kestrel.</param>
    public static async Task<LibraryApp> StartAsync(Dictionary<string, string?>? settings = null, Action<ListenOptions>? listen = null)
    {
        var (contentRoot, upstream, collector) = (new Scratch(), new RawServer(), new FakeCollector());
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = contentRoot.Folder });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ZipkinMesh:Node:Cluster"] = "yarp-app",
            ["ZipkinMesh:Tracing:CollectorCluster"] = "zipkin",
            ["ZipkinMesh:Tracing:FlushInterval"] = "00:00:00.010",
            ["ReverseProxy:Routes:api:ClusterId"] = "api",
            ["ReverseProxy:Routes:api:Match:Path"] = "/api/{**path}",
            ["ReverseProxy:Clusters:api:Destinations:api:Address"] = upstream.Address,
            ["ReverseProxy:Clusters:zipkin:Destinations:zipkin:Address"] = collector.Address,
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => listen?.Invoke(endpoint)));
        builder.Services.AddReverseProxy()
            .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
            .AddZipkinMesh(builder.Configuration.GetSection("ZipkinMesh"));

        var app = builder.Build();
        app.MapGet("/about", () => "about");
        app.MapGet("/api/own", (HttpContext context) => "own");
        app.MapZipkinMesh();
        await app.StartAsync();
        return new LibraryApp(app, contentRoot, upstream, collector);
    }

    public async ValueTask DisposeAsync()
    {
        await Upstream.DisposeAsync();
        await _app.DisposeAsync();
        await Collector.DisposeAsync();
        _contentRoot.Dispose();
    }
}
