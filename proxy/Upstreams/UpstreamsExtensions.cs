using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;
using Yarp.ReverseProxy.ServiceDiscovery;
using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Upstreams.CircuitBreakers;
using ZipkinMesh.Proxy.Upstreams.OutlierDetection;
using ZipkinMesh.Proxy.Upstreams.Tls;

namespace ZipkinMesh.Proxy.Upstreams;

/// <summary>
/// Adds name resolution, health and HTTP clients of the upstreams. A clock or a resolver that has been registered before, as tests do,
/// is kept.
/// </summary>
internal static class UpstreamsExtensions
{
    public static IServiceCollection AddUpstreams(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IHostAddresses, SystemHostAddresses>();
        services.AddSingleton<StrictDnsResolver>();
        services.AddSingleton<IDestinationResolver>(provider => provider.GetRequiredService<StrictDnsResolver>());
        services.AddHostedService(provider => provider.GetRequiredService<StrictDnsResolver>());
        services.AddSingleton<IForwarderHttpClientFactory, MeshHttpClientFactory>();
        services.AddSingleton<ClusterCountersTable>();
        services.AddSingleton<IClusterChangeListener>(provider => provider.GetRequiredService<ClusterCountersTable>());
        services.AddSingleton<UpstreamTlsTable>();
        services.AddSingleton<IClusterChangeListener>(provider => provider.GetRequiredService<UpstreamTlsTable>());
        services.AddSingleton<ClusterResourcesTable>();
        services.AddSingleton<IPassiveHealthCheckPolicy, ConnectFailurePolicy>();
        services.AddSingleton<OutlierDetectionPolicy>();
        services.AddSingleton<IPassiveHealthCheckPolicy>(provider => provider.GetRequiredService<OutlierDetectionPolicy>());
        services.AddSingleton<IProxyConfigFilter, ClusterConfigFilter>();
        return services;
    }
}
