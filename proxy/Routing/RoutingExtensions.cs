using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy.Configuration;
using ZipkinMesh.Proxy.Configuration;

namespace ZipkinMesh.Proxy.Routing;

/// <summary>Adds the matching of routes by listener and prefix.</summary>
internal static class RoutingExtensions
{
    public static IServiceCollection AddListenerRouting(this IServiceCollection services)
    {
        services.AddSingleton<MatcherPolicy, ListenerMatcherPolicy>();
        services.AddSingleton<IProxyConfigFilter, RouteConfigFilter>();

        // A program has registered its own before; an app loads its routes from this section, or without nested metadata.
        services.TryAddSingleton(provider => new NestedMetadata(provider.GetRequiredService<IConfiguration>().GetSection("ReverseProxy")));
        return services;
    }
}
