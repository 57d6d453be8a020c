using System.Net.Sockets;
using ZipkinMesh.Zipkin.Api;
using ZipkinMesh.Zipkin.Page;
using ZipkinMesh.Zipkin.Storage;

namespace ZipkinMesh.Zipkin;

/// <summary>Puts the server together: settings, storage, collector, read API and page.</summary>
internal static class ZipkinServer
{
    // What a tracer may send in one message, before gunzip; the real server has the same limit.
    private const int MaxBodyBytes = 10 * 1024 * 1024;

    /// <summary>The server, not yet started. <paramref name="configure"/> comes after everything else.</summary>
    /// <exception cref="SettingException"/>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // Empty: no settings file, no variables but the documented ones.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration.AddEnvironmentVariables().AddCommandLine(args);
        var options = ZipkinOptions.Read(builder.Configuration);

        builder.WebHost.UseKestrelCore().UseUrls(options.Urls).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
        // What keeps the server from starting is told once, by the program, without a stack trace.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => level is LogLevel.Warning or LogLevel.Error);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(_ => new Backlog(options.MaxMessages));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        configure?.Invoke(builder);

        var app = builder.Build();
        app.Run(BuildRouter(options, app.Services.GetRequiredService<Backlog>()).HandleAsync);
        return app;
    }

    private static Router BuildRouter(ZipkinOptions options, Backlog backlog)
    {
        var store = new SpanStore(options.MaxSpans, options.IsStrict, options.AutocompleteKeys);
        var metrics = new CollectorMetrics();
        return new Router(
            new Collector(store, backlog, new Sampler(options.SampleRate), metrics),
            new ReadApi(store, options, TimeProvider.System),
            new OperationsApi(metrics),
            EmbeddedPage.Load(),
            options);
    }

    /// <summary>Binds the address; one that can't be had is a mistake in the setting that named it.</summary>
    /// <exception cref="SettingException"/>
    public static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception failure) when (failure is IOException or SocketException or InvalidOperationException)
        {
            var (key, value) = app.Services.GetRequiredService<ZipkinOptions>().UrlsSource;
            var why = (failure.GetBaseException() as SocketException)?.SocketErrorCode.ToString() ?? failure.Message;
            throw new SettingException(key, value, $"an address and port that can be listened on here ({why})");
        }
    }
}
