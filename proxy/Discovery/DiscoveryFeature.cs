using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace ZipkinMesh.Proxy.Discovery;

/// <summary>Destinations by name. What a test has put in the place of the clock or the machine's resolver stays.</summary>
internal static class DiscoveryFeature
{
    public static IServiceCollection AddDiscovery(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IHostAddresses, SystemHostAddresses>();
        services.AddSingleton<StrictDnsResolver>();
        services.AddSingleton<IDestinationResolver>(provider => provider.GetRequiredService<StrictDnsResolver>());
        services.AddHostedService(provider => provider.GetRequiredService<StrictDnsResolver>());
        return services;
    }
}
