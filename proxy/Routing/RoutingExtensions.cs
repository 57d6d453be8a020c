using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Configuration;

namespace ZipkinMesh.Proxy.Routing;

/// <summary>Adds the matching of routes by listener and prefix.</summary>
internal static class RoutingExtensions
{
    public static IServiceCollection AddListenerRouting(this IServiceCollection services)
    {
        services.AddSingleton<MatcherPolicy, ListenerMatcherPolicy>();
        services.AddSingleton<IProxyConfigFilter, RouteConfigFilter>();
        return services;
    }
}
