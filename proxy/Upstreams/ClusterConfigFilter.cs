using System.Net;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;
using ZipkinMesh.Proxy.Configuration.Validation;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Upstreams.OutlierDetection;
using ZipkinMesh.Proxy.Upstreams.Tls;

namespace ZipkinMesh.Proxy.Upstreams;

/// <summary>Gives clusters Envoy's defaults where YARP's differ. YARP runs it at start and on every change of the configuration.</summary>
internal sealed class ClusterConfigFilter(ZipkinMeshOptions options) : IProxyConfigFilter
{
    /// <summary>The health check of clusters that don't configure one.</summary>
    public static readonly HealthCheckConfig SkipUnreachable = new()
    {
        Passive = new PassiveHealthCheckConfig { Enabled = true, Policy = ConnectFailurePolicy.PolicyName },
        AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
    };

    // The listeners' StreamIdleTimeout applies. An app with endpoints of its own has Envoy's default of it.
    private readonly TimeSpan _idleTimeout = options.Listeners.Count > 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMinutes(5);

    public ValueTask<RouteConfig> ConfigureRouteAsync(RouteConfig route, ClusterConfig? cluster, CancellationToken cancel) =>
        ValueTask.FromResult(route);

    public ValueTask<ClusterConfig> ConfigureClusterAsync(ClusterConfig cluster, CancellationToken cancel)
    {
        // YARP may give metadata whose keys are compared by case.
        var metadata = cluster.Metadata is null ? null : new Dictionary<string, string>(cluster.Metadata, StringComparer.OrdinalIgnoreCase);
        if (metadata is not null)
        {
            ClusterMetadataValidator.Check($"ReverseProxy:Clusters:{cluster.ClusterId}:Metadata", metadata);
            UpstreamTlsValidator.Check($"ReverseProxy:Clusters:{cluster.ClusterId}", metadata, cluster.HttpClient);
        }

        var request = cluster.HttpRequest ?? ForwarderRequestConfig.Empty;
        return ValueTask.FromResult(cluster with
        {
            LoadBalancingPolicy = cluster.LoadBalancingPolicy ?? LoadBalancingPolicies.RoundRobin,
            HealthCheck = HealthCheckOf(cluster.HealthCheck, metadata),
            Metadata = metadata,
            HttpRequest = request with
            {
                Version = request.Version ?? HttpVersion.Version11,
                VersionPolicy = request.VersionPolicy ?? HttpVersionPolicy.RequestVersionExact,
                ActivityTimeout = request.ActivityTimeout ?? _idleTimeout,
            },
        });
    }

    // A cluster that configures active health checks keeps the passive ones, and the rule for the case that all are unhealthy.
    private static HealthCheckConfig HealthCheckOf(HealthCheckConfig? configured, IReadOnlyDictionary<string, string>? metadata)
    {
        var health = configured is null ? SkipUnreachable : configured with
        {
            Passive = configured.Passive ?? SkipUnreachable.Passive,
            AvailableDestinationsPolicy = configured.AvailableDestinationsPolicy ?? SkipUnreachable.AvailableDestinationsPolicy,
        };
        return OutlierSettings.IsOn(metadata) ? health with { Passive = health.Passive! with { Enabled = true, Policy = OutlierDetectionPolicy.PolicyName } } : health;
    }
}
