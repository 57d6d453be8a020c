using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Admin;
using ZipkinMesh.Proxy.Configuration;
using ZipkinMesh.Proxy.Configuration.Reload;
using ZipkinMesh.Proxy.Configuration.Sources;
using ZipkinMesh.Proxy.Forwarding;
using ZipkinMesh.Proxy.Listeners;
using ZipkinMesh.Proxy.Listeners.Tls;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy;

/// <summary>Builds the proxy. Front proxy and sidecar are the same program with different configurations.</summary>
public static class ProxyHost
{
    /// <summary>Builds a proxy from its command line. No port is bound yet.</summary>
    /// <param name="args">The command line, as <c>--help</c> describes it.</param>
    /// <param name="configure">Changes the builder last: adds exporters or, in tests, other services.</param>
    /// <exception cref="SettingException">A setting can't be used.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        var file = ConfigurationSources.Add(builder.Configuration, args);
        configure?.Invoke(builder);
        var options = MeshOptionsReader.ReadProgram(builder.Configuration);

        builder.Logging.AddProxyLogging(builder.Configuration);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainService.ShutdownTimeout(options.Drain));
        builder.Services.AddSingleton<IHostLifetime, ProgramLifetime>();
        builder.Services.AddReverseProxy()
            .LoadFromValidatedConfig(builder.Configuration, file)
            .AddZipkinMesh(options);
        DeferDataProtection(builder.Services);
        RemoveAuthorization(builder.Services);
        ConfigureOpenTelemetry(builder.Services, options);
        builder.WebHost.UseListeners(options);
        builder.Services.AddListenerCommands(options);

        var app = builder.Build();

        // Certificates that can't be used end the program before a port is open.
        _ = app.Services.GetRequiredService<TlsListeners>();
        app.UseRouting();
        app.Use(RejectUnmatched(app.Services.GetRequiredService<Pipeline>()));
        app.MapZipkinMesh();
        return app;
    }

    // Runs after routing: an endpoint that isn't a route is one of ASP.NET's own, such as its response to a method that no route allows.
    private static Func<RequestDelegate, RequestDelegate> RejectUnmatched(Pipeline pipeline) =>
        next => context => context.GetEndpoint()?.Metadata.GetMetadata<RouteEntry>() is null ? pipeline.RejectAsync(context) : next(context);

    private static void ConfigureOpenTelemetry(IServiceCollection services, ZipkinMeshOptions options)
    {
        if (options.Tracing is not null)
        {
            services.AddOpenTelemetry().WithTracing(tracing => tracing
                .SetSampler(new AlwaysOnSampler()) // Spans are started for sampled requests only.
                .ConfigureResource(resource => resource
                    .AddService(options.Node.Cluster, serviceInstanceId: options.Node.Id is "" ? null : options.Node.Id)
                    .AddEnvironmentVariableDetector())); // What OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say takes precedence.
        }
    }

    // YARP adds data protection for session affinity, which creates keys on disk at every start. Without this service they are created
    // when a route first needs them.
    private static void DeferDataProtection(IServiceCollection services)
    {
        var eager = services.FirstOrDefault(service => service.ServiceType == typeof(IHostedService)
            && service.ImplementationType?.Assembly == typeof(KeyManagementOptions).Assembly);
        if (eager is not null)
        {
            services.Remove(eager);
        }
    }

    // YARP adds authorization for routes that name a policy. This proxy has no authentication, and ASP.NET would run the middleware,
    // which takes 0.7 µs, for every request.
    private static void RemoveAuthorization(IServiceCollection services) => services.RemoveAll<IAuthorizationHandlerProvider>();
}
