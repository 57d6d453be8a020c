using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace ZipkinMesh.Proxy.Upstreams;

/// <summary>Destinations by name. What a test has put in the place of the clock or the machine's resolver stays.</summary>
internal static class UpstreamsExtensions
{
    public static IServiceCollection AddUpstreams(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IHostAddresses, SystemHostAddresses>();
        services.AddSingleton<StrictDnsResolver>();
        services.AddSingleton<IDestinationResolver>(provider => provider.GetRequiredService<StrictDnsResolver>());
        services.AddHostedService(provider => provider.GetRequiredService<StrictDnsResolver>());
        return services;
    }
}
