using System.Net;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Upstreams;

namespace ZipkinMesh.Proxy.Routing;

/// <summary>
/// Gives routes and clusters Envoy's defaults where YARP's differ, and refuses what can't work. YARP runs it at start and on
/// every change of the file; what it throws there leaves the last good configuration in place.
/// </summary>
internal sealed class RouteConfigFilter(ZipkinMeshOptions options) : IProxyConfigFilter
{
    private static readonly string[] KnownMetadata =
        [RouteEntry.ListenerKey, RouteEntry.OperationKey, RouteEntry.PrefixKey, RouteEntry.ResponseHeadersFromRequestKey];

    // Envoy's stream_idle_timeout; the route's own timeout comes long before it.
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(5);

    /// <summary>How the destinations of a cluster are watched that says nothing of it.</summary>
    public static readonly HealthCheckConfig PassOverUnreachable = new()
    {
        Passive = new PassiveHealthCheckConfig { Enabled = true, Policy = ConnectFailurePolicy.PolicyName },
        AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
    };

    public ValueTask<RouteConfig> ConfigureRouteAsync(RouteConfig route, ClusterConfig? cluster, CancellationToken cancel)
    {
        var key = $"ReverseProxy:Routes:{route.RouteId}";
        if (cluster is null)
        {
            throw route.ClusterId is null
                ? SettingException.Missing($"{key}:ClusterId", "the name of a cluster")
                : SettingException.NotAllowed($"{key}:ClusterId", route.ClusterId, "the name of a cluster");
        }

        if (route.AuthorizationPolicy is { } policy && !policy.Equals("Anonymous", StringComparison.OrdinalIgnoreCase))
        {
            throw SettingException.NotAllowed($"{key}:AuthorizationPolicy", policy, "Anonymous; this proxy authenticates nobody");
        }

        var metadata = new Dictionary<string, string>(route.Metadata ?? new Dictionary<string, string>(), StringComparer.OrdinalIgnoreCase);
        CheckMetadata($"{key}:Metadata", metadata);
        metadata[RouteEntry.TimeoutKey] = (route.Timeout ?? RouteEntry.DefaultTimeout).ToString();

        return ValueTask.FromResult(route with
        {
            Match = route.Match.Path is null && route.Match.Hosts is null ? route.Match with { Path = "/{**path}" } : route.Match,
            Timeout = null,
            Metadata = metadata,
        });
    }

    public ValueTask<ClusterConfig> ConfigureClusterAsync(ClusterConfig cluster, CancellationToken cancel)
    {
        var request = cluster.HttpRequest ?? ForwarderRequestConfig.Empty;
        return ValueTask.FromResult(cluster with
        {
            LoadBalancingPolicy = cluster.LoadBalancingPolicy ?? LoadBalancingPolicies.RoundRobin,
            HealthCheck = cluster.HealthCheck ?? PassOverUnreachable,
            HttpRequest = request with
            {
                Version = request.Version ?? HttpVersion.Version11,
                VersionPolicy = request.VersionPolicy ?? HttpVersionPolicy.RequestVersionExact,
                ActivityTimeout = request.ActivityTimeout ?? IdleTimeout,
            },
        });
    }

    private void CheckMetadata(string key, Dictionary<string, string> metadata)
    {
        foreach (var name in metadata.Keys)
        {
            if (!KnownMetadata.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw SettingException.NotAllowed(key, name, string.Join(", ", KnownMetadata));
            }
        }

        var listeners = string.Join(", ", options.Listeners.Keys);
        if (!metadata.TryGetValue(RouteEntry.ListenerKey, out var listener))
        {
            throw SettingException.Missing($"{key}:{RouteEntry.ListenerKey}", $"one of the listeners: {listeners}");
        }

        if (!options.Listeners.ContainsKey(listener))
        {
            throw SettingException.NotAllowed($"{key}:{RouteEntry.ListenerKey}", listener, $"one of the listeners: {listeners}");
        }

        if (string.IsNullOrEmpty(metadata.GetValueOrDefault(RouteEntry.OperationKey)))
        {
            throw SettingException.Missing($"{key}:{RouteEntry.OperationKey}", "the name of the route's spans");
        }

        if (metadata.TryGetValue(RouteEntry.PrefixKey, out var prefix) && !prefix.StartsWith('/'))
        {
            throw SettingException.NotAllowed($"{key}:{RouteEntry.PrefixKey}", prefix, "a path that begins with /");
        }
    }
}
