using System.Net;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OpenTelemetry.Trace;
using ZipkinMesh.App.Options;
using ZipkinMesh.App.Tracing;

namespace ZipkinMesh.App;

/// <summary>The demo app: an HTTP/1.1 server on the loopback address, which only the sidecar can reach.</summary>
internal sealed class DemoApp(AppOptions options, TextWriter output, TextWriter errors) : IAsyncDisposable
{
    // Requests need no time to complete: they come through the sidecar, which has exited by then.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(1);

    private TracerProvider? _spans;
    private WebApplication? _server;
    private EgressCall? _egress;

    /// <summary>Gets the address of the started server: <c>http://127.0.0.1:8080</c>.</summary>
    public Uri Address => new(_server!.Urls.Single());

    /// <summary>Starts listening.</summary>
    /// <exception cref="IOException">The port is in use.</exception>
    public async Task StartAsync()
    {
        _spans = AppSpans.Start(options);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(ConfigureKestrel);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddSingleton<IHostLifetime, SignallessLifetime>();

        _server = builder.Build();
        _egress = options.NextService is not null ? new EgressCall(options, errors) : null;
        var greeting = new GreetingEndpoint(options.ServiceName, await Greeting.ComposeAsync(options.ServiceName), _egress);
        _server.Use(new RequestLog(output, TimeProvider.System).WriteAsync);
        if (options is not { ErrorPercent: 0, MaxDelay: 0 })
        {
            _server.Use(new FaultInjection(options, Random.Shared).InvokeAsync);
        }

        _server.Run(greeting.HandleAsync);
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        // The sidecar has exited, so these calls get no response; a request that waits for one would delay the stop.
        _egress?.CancelCalls();

        if (_server is not null)
        {
            await _server.StopAsync();
            await _server.DisposeAsync();
        }

        _egress?.Dispose();
        _spans?.Dispose();
    }

    private void ConfigureKestrel(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Listen(IPAddress.Loopback, options.Port, endpoint => endpoint.Protocols = HttpProtocols.Http1);

        // Above the proxies' limits (60 KiB in 100 headers), because the proxies add headers of their own.
        kestrel.Limits.MaxRequestLineSize = 64 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 96 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 200;
        kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
    }
}
