using System.Net;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ZipkinMesh.App;

/// <summary>The app itself: an HTTP/1.1 server on the loopback address, where only the sidecar reaches it.</summary>
internal sealed class DemoApp(AppOptions options, TextWriter output, TextWriter errors) : IAsyncDisposable
{
    // Of no use to a request: those in flight came through the sidecar, and it has ended before.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(1);

    private WebApplication? _server;
    private EgressCall? _egress;

    /// <summary>Where it listens, once started: <c>http://127.0.0.1:8080</c>.</summary>
    public Uri Address => new(_server!.Urls.Single());

    /// <summary>Returns when it listens; an <see cref="IOException"/> says that it can't.</summary>
    public async Task StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(ConfigureKestrel);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddSingleton<IHostLifetime, SignallessLifetime>();

        _server = builder.Build();
        _egress = options.ServiceName == "1" ? new EgressCall(options, errors) : null;
        var greeting = new GreetingEndpoint(await Greeting.ComposeAsync(options.ServiceName), _egress);
        _server.Use(new RequestLog(output, TimeProvider.System).WriteAsync);
        _server.Run(greeting.HandleAsync);
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        // Nobody answers them any more, and a request that waits for one would hold up the end.
        _egress?.CancelCalls();

        if (_server is not null)
        {
            await _server.StopAsync();
            await _server.DisposeAsync();
        }

        _egress?.Dispose();
    }

    private void ConfigureKestrel(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Listen(IPAddress.Loopback, options.Port, endpoint => endpoint.Protocols = HttpProtocols.Http1);

        // What the proxies let pass (60 KiB in 100 headers) and what they add has to fit here too.
        kestrel.Limits.MaxRequestLineSize = 64 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 96 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 200;
        kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
    }
}
