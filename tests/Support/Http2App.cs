using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ZipkinMesh.Tests.Support;

/// <summary>Serves HTTP/2 by prior knowledge with a handler of the test.</summary>
internal sealed class Http2App : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Http2App(RequestDelegate handler)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        _app = builder.Build();
        _app.Run(handler);
    }

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public static async Task<Http2App> StartAsync(RequestDelegate handler)
    {
        var app = new Http2App(handler);
        await app._app.StartAsync();
        return app;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
