using System.Net.Sockets;
using ZipkinMesh.Hosting;
using ZipkinMesh.Zipkin.Http;
using ZipkinMesh.Zipkin.Ingest;
using ZipkinMesh.Zipkin.Options;
using ZipkinMesh.Zipkin.Storage;
using ZipkinMesh.Zipkin.Ui;

namespace ZipkinMesh.Zipkin;

/// <summary>Composes the server: settings, storage, collector, query API and UI.</summary>
internal static class ZipkinServer
{
    // The limit of Zipkin, before decompression.
    private const int MaxBodyBytes = 10 * 1024 * 1024;

    // Below the rate of a mobile connection at its worst.
    private const double MinBytesPerSecond = 2048;
    private static readonly TimeSpan RateGracePeriod = TimeSpan.FromSeconds(5);

    /// <summary>Builds the server without starting it. <paramref name="configure"/> is applied last.</summary>
    /// <exception cref="SettingException"/>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // An empty builder ignores settings files and the variables of ASP.NET Core: only the documented settings apply.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration.AddEnvironmentVariables().AddCommandLineSettings(args);
        var options = ZipkinOptions.Read(builder.Configuration);

        // Kestrel would read the setting "urls", too, and warn that it has other addresses.
        builder.WebHost.UseKestrelCore().UseUrls().ConfigureKestrel(kestrel =>
        {
            foreach (var address in options.FindListenAddresses())
            {
                address.Open(kestrel);
            }

            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Limits.MinRequestBodyDataRate = new(MinBytesPerSecond, RateGracePeriod);
        });
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
        // The program reports a failed start itself, in one line without a stack trace.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => level is LogLevel.Warning or LogLevel.Error);
        builder.Logging.AddFilter("ZipkinMesh.Zipkin.Storage", LogLevel.Information);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(CreateStore(options));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<EvictionReporter>();
        if (options.StoragePath is not null)
        {
            builder.Services.AddSingleton(services => StorageFolder.Open(options, services));
            builder.Services.AddHostedService(services => services.GetRequiredService<DiskStorage>());
        }

        builder.Services.AddSingleton(_ => new IngestLimiter(options.MaxMessages, MemoryShares.UploadBytes, MemoryShares.Decoders));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        configure?.Invoke(builder);

        var app = builder.Build();
        app.Run(BuildRouter(options, app.Services).HandleAsync);
        return app;
    }

    private static SpanStore CreateStore(ZipkinOptions options) => new(
        options.MaxSpans, options.StrictTraceId, options.AutocompleteKeys, options.MaxBytes == 0 ? MemoryShares.StoreBytes : options.MaxBytes);

    private static Router BuildRouter(ZipkinOptions options, IServiceProvider services)
    {
        var store = services.GetRequiredService<SpanStore>();
        var metrics = new CollectorMetrics();
        var collector = new Collector(store, new CollectorSampler(options.SampleRate), metrics);
        var receiver = new MessageReceiver(collector, services.GetRequiredService<IngestLimiter>(), metrics);
        return new Router(
            new Collectors(
                new HttpCollector(receiver, collector), new OtlpHttpCollector(receiver, collector), new OtlpGrpcCollector(receiver, collector)),
            new QueryApi(store, options, TimeProvider.System),
            new OperationsApi(metrics),
            new UiEndpoint(UiFiles.Load(), options, store, services.GetService<DiskStorage>()),
            options);
    }

    /// <summary>Starts the server. A failure to bind is reported as an error of the setting that contains the address.</summary>
    /// <exception cref="SettingException"/>
    public static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception failure) when (failure is IOException or SocketException or InvalidOperationException)
        {
            throw BindFailure.Explain(app.Services.GetRequiredService<ZipkinOptions>().FindListenAddresses(), failure);
        }
    }
}
