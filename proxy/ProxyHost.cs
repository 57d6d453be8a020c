using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.ServiceDiscovery;
using Yarp.ReverseProxy.Transforms.Builder;
using ZipkinMesh.Proxy.Configuration;
using ZipkinMesh.Proxy.Discovery;
using ZipkinMesh.Proxy.Forwarding;
using ZipkinMesh.Proxy.Listeners;
using ZipkinMesh.Proxy.Reporting;
using ZipkinMesh.Proxy.Spans;

namespace ZipkinMesh.Proxy;

/// <summary>Puts a proxy together: the front proxy and the sidecar are this, and differ in their configuration alone.</summary>
public static class ProxyHost
{
    /// <summary>How long requests under way may take after SIGTERM. With the flush after it, inside Docker's ten seconds.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    /// <summary>Builds a proxy from its command line.</summary>
    /// <param name="args">See <see cref="CommandLine"/>.</param>
    /// <param name="configure">A last word on the builder: more exporters, or, in tests, other configuration.</param>
    /// <exception cref="ConfigurationMistakeException">A setting can't be used. No port has been bound.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        var file = ConfigurationSources.Add(builder.Configuration, args);
        configure?.Invoke(builder);
        var options = ProxyOptions.Read(builder.Configuration);

        AddLogging(builder);
        AddServices(builder, options, file);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => ListenerBinding.Bind(kestrel, options));

        var app = builder.Build();
        app.UseRouting();
        app.UseMiddleware<ProxyMiddleware>();
        MapRoutes(app);
        return app;
    }

    private static void AddLogging(WebApplicationBuilder builder)
    {
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddConsole(console => console.FormatterName = LineFormatter.FormatterName);
        builder.Services.AddSingleton<ConsoleFormatter, LineFormatter>();
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);

        // It tells of a start that failed, with a stack trace, before ProxyProgram does.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);

        // With this category on, ASP.NET begins an Activity for each request.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

        // Session affinity's keys are gone with the process where the file system is read-only, and nothing else uses any.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);

        // It tells of every response that broke off, with a stack trace (ResponseBrokeOffException).
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical);

        // Failed requests are told by the span's flag, refused configurations by ReloadLog.
        builder.Logging.AddFilter("Yarp", LogLevel.None);
    }

    private static void AddServices(WebApplicationBuilder builder, ProxyOptions options, SettingsFile file)
    {
        var services = builder.Services;
        services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainTime);
        services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        services.AddSingleton(options);
        services.AddSingleton<RequestTracer>();
        services.AddReporting(options);
        services.AddHostedService<StartMessage>();

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IHostAddresses, SystemHostAddresses>();
        services.AddSingleton<StrictDnsResolver>();
        services.AddSingleton<IDestinationResolver>(provider => provider.GetRequiredService<StrictDnsResolver>());
        services.AddHostedService(provider => provider.GetRequiredService<StrictDnsResolver>());

        services.AddSingleton<IPassiveHealthCheckPolicy, ConnectFailurePolicy>();
        services.AddSingleton<MatcherPolicy, RouteByListener>();
        services.AddSingleton<IForwarderHttpClientFactory, MeshHttpClientFactory>();
        services.AddSingleton<ITransformProvider, MeshTransforms>();
        AddRoutes(builder, file);
        DeferDataProtection(services);
    }

    private static void AddRoutes(WebApplicationBuilder builder, SettingsFile file)
    {
        var services = builder.Services;
        var routes = new CheckedRoutes(builder.Configuration);
        services.AddSingleton(file);
        services.AddSingleton(routes);
        services.AddSingleton<ReloadLog>();
        services.AddSingleton<IConfigChangeListener>(provider => provider.GetRequiredService<ReloadLog>());
        services.AddHostedService<ReloadWatch>();
        services.AddReverseProxy()
            .LoadFromConfig(new ConfigurationBuilder().Add(routes).Build())
            .AddConfigFilter<MeshConfigFilter>();
    }

    // YARP brings data protection for session affinity, which makes keys, on disk, at every start. Without this service they are
    // made when a route first needs them.
    private static void DeferDataProtection(IServiceCollection services)
    {
        var eager = services.FirstOrDefault(service => service.ServiceType == typeof(IHostedService)
            && service.ImplementationType?.Assembly == typeof(KeyManagementOptions).Assembly);
        if (eager is not null)
        {
            services.Remove(eager);
        }
    }

    private static void MapRoutes(WebApplication app)
    {
        try
        {
            // YARP reads, filters and checks routes and clusters here.
            app.MapReverseProxy(proxy =>
            {
                proxy.UseSessionAffinity();
                proxy.UseMiddleware<ConnectRetry>();
                proxy.UseLoadBalancing();
                proxy.UsePassiveHealthChecks();
            }).ConfigureEndpoints((endpoint, route) => endpoint.WithMetadata(MeshRoute.From(route)));
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException)
        {
            throw ConfigurationMistakeException.From(e);
        }
    }
}
