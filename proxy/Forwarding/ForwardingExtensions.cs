using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;
using Yarp.ReverseProxy.Transforms.Builder;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Configuration;
using ZipkinMesh.Proxy.Configuration.Reload;
using ZipkinMesh.Proxy.Configuration.Sources;
using ZipkinMesh.Proxy.Routing;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Upstreams;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>YARP, with Envoy's ways in the places that YARP leaves open.</summary>
internal static class ForwardingExtensions
{
    public static void AddRoutes(this WebApplicationBuilder builder, SettingsFile file)
    {
        var services = builder.Services;
        services.AddSingleton<MatcherPolicy, ListenerMatcherPolicy>();
        services.AddSingleton<IForwarderHttpClientFactory, MeshHttpClientFactory>();
        services.AddSingleton<IPassiveHealthCheckPolicy, ConnectFailurePolicy>();
        services.AddSingleton<ITransformProvider, MeshTransforms>();

        var routes = new ValidatedConfigurationProvider(builder.Configuration);
        services.AddSingleton(file);
        services.AddSingleton(routes);
        services.AddSingleton<ReloadLog>();
        services.AddSingleton<IConfigChangeListener>(provider => provider.GetRequiredService<ReloadLog>());
        services.AddHostedService<ReloadService>();
        services.AddReverseProxy()
            .LoadFromConfig(new ConfigurationBuilder().Add(routes).Build())
            .AddConfigFilter<RouteConfigFilter>();
        DeferDataProtection(services);
        RemoveAuthorization(services);
    }

    /// <exception cref="SettingException">YARP refuses a route or a cluster.</exception>
    public static void MapRoutes(this WebApplication app)
    {
        try
        {
            // YARP reads, filters and checks routes and clusters here.
            app.MapReverseProxy(proxy =>
            {
                // Set below: the pipeline is built from its end.
                RequestDelegate forward = null!;
                proxy.UseSessionAffinity();
                proxy.Use(next => context => HasChoice(context) ? next(context) : forward(context));
                proxy.UseMiddleware<ConnectRetryMiddleware>();
                proxy.UseLoadBalancing();
                proxy.UsePassiveHealthChecks();
                proxy.Use(next => forward = next);
            }).ConfigureEndpoints((endpoint, route) => endpoint.WithMetadata(RouteEntry.From(route)));
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException)
        {
            throw ConfigurationErrors.ToSettingException(e);
        }
    }

    // Where there is one destination, it is taken, reachable or not: nothing to choose, to try instead or to remember. 0.6 µs a request.
    private static bool HasChoice(HttpContext context)
    {
        var proxy = context.GetReverseProxyFeature();
        return proxy.AllDestinations.Count > 1 || proxy.Cluster.Config.HealthCheck != RouteConfigFilter.PassOverUnreachable;
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

    // YARP brings it for routes that name a policy. Nobody is known to a proxy that has no authentication; with this service
    // ASP.NET would put its middleware, 0.7 µs, before every request.
    private static void RemoveAuthorization(IServiceCollection services) => services.RemoveAll<IAuthorizationHandlerProvider>();
}
