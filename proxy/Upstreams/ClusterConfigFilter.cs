using System.Net;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;

namespace ZipkinMesh.Proxy.Upstreams;

/// <summary>Gives clusters Envoy's defaults where YARP's differ. YARP runs it at start and on every change of the configuration.</summary>
internal sealed class ClusterConfigFilter : IProxyConfigFilter
{
    /// <summary>The health check of clusters that don't configure one.</summary>
    public static readonly HealthCheckConfig SkipUnreachable = new()
    {
        Passive = new PassiveHealthCheckConfig { Enabled = true, Policy = ConnectFailurePolicy.PolicyName },
        AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
    };

    // Envoy's stream_idle_timeout. The route's timeout is usually much shorter.
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(5);

    public ValueTask<RouteConfig> ConfigureRouteAsync(RouteConfig route, ClusterConfig? cluster, CancellationToken cancel) =>
        ValueTask.FromResult(route);

    public ValueTask<ClusterConfig> ConfigureClusterAsync(ClusterConfig cluster, CancellationToken cancel)
    {
        var request = cluster.HttpRequest ?? ForwarderRequestConfig.Empty;
        return ValueTask.FromResult(cluster with
        {
            LoadBalancingPolicy = cluster.LoadBalancingPolicy ?? LoadBalancingPolicies.RoundRobin,
            HealthCheck = cluster.HealthCheck ?? SkipUnreachable,
            HttpRequest = request with
            {
                Version = request.Version ?? HttpVersion.Version11,
                VersionPolicy = request.VersionPolicy ?? HttpVersionPolicy.RequestVersionExact,
                ActivityTimeout = request.ActivityTimeout ?? IdleTimeout,
            },
        });
    }
}
