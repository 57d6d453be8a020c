using System.Text.Json.Nodes;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.LoadBalancing;
using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Upstreams;
using ZipkinMesh.Proxy.Upstreams.CircuitBreakers;
using ZipkinMesh.Proxy.Upstreams.Http1;
using ZipkinMesh.Proxy.Upstreams.OutlierDetection;

namespace ZipkinMesh.Proxy.Admin.ConfigDump;

/// <summary>Describes a cluster as Envoy's <c>envoy.config.cluster.v3.Cluster</c>.</summary>
internal static class ClusterJson
{
    private const string ProtocolOptionsName = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

    private static readonly Dictionary<string, string?> Policies = new()
    {
        [LoadBalancingPolicies.RoundRobin] = "ROUND_ROBIN",
        [LoadBalancingPolicies.Random] = "RANDOM",
        [LoadBalancingPolicies.LeastRequests] = "LEAST_REQUEST",
        [LoadBalancingPolicies.PowerOfTwoChoices] = "LEAST_REQUEST",
    };

    /// <summary>Returns the description.</summary>
    /// <param name="cluster">The effective configuration.</param>
    /// <param name="destinations">The destinations as they are configured, by their host names.</param>
    public static JsonObject Create(ClusterConfig cluster, IReadOnlyDictionary<string, DestinationConfig>? destinations)
    {
        JsonObject json = new()
        {
            ["name"] = cluster.ClusterId,
            ["type"] = "STRICT_DNS",
            ["connect_timeout"] = ProtoJson.Duration(ConnectionLimits.Of(cluster.Metadata).ConnectTimeout),
            ["dns_refresh_rate"] = ProtoJson.Duration(StrictDnsResolver.RefreshRate),
            ["lb_policy"] = Policies.GetValueOrDefault(cluster.LoadBalancingPolicy ?? "", cluster.LoadBalancingPolicy),
            ["load_assignment"] = LoadAssignment(cluster.ClusterId, (destinations ?? cluster.Destinations)?.Values ?? []),
            ["circuit_breakers"] = CircuitBreakers(Thresholds.Of(cluster)),
            ["typed_extension_protocol_options"] = new JsonObject { [ProtocolOptionsName] = ProtocolOptions(cluster) },
        };
        if (UpstreamTlsJson.Create(cluster, destinations) is { } tls)
        {
            json["transport_socket"] = tls;
        }

        if (OutlierSettings.IsOn(cluster.Metadata))
        {
            json["outlier_detection"] = OutlierDetection(new OutlierSettings(cluster.Metadata!));
        }

        if (cluster.HealthCheck?.Active is { Enabled: true } active)
        {
            json["health_checks"] = new JsonArray(HealthCheck(active));
        }

        return json;
    }

    private static JsonObject ProtocolOptions(ClusterConfig cluster)
    {
        var limits = ConnectionLimits.Of(cluster.Metadata);
        JsonObject common = new() { ["idle_timeout"] = ProtoJson.Duration(limits.IdleTimeout) };
        if (limits.MaxDuration > TimeSpan.Zero)
        {
            common["max_connection_duration"] = ProtoJson.Duration(limits.MaxDuration);
        }

        if (limits.MaxRequests > 0)
        {
            common["max_requests_per_connection"] = limits.MaxRequests;
        }

        var protocol = Thresholds.Of(cluster).SharesConnections ? "http2_protocol_options" : "http_protocol_options";
        return new JsonObject
        {
            [ConfigSection.TypeKey] = "type.googleapis.com/" + ProtocolOptionsName,
            ["common_http_protocol_options"] = common,
            ["explicit_http_config"] = new JsonObject { [protocol] = new JsonObject() },
        };
    }

    private static JsonObject LoadAssignment(string name, IEnumerable<DestinationConfig> destinations) => new()
    {
        ["cluster_name"] = name,
        ["endpoints"] = new JsonArray(new JsonObject
        {
            ["lb_endpoints"] = new JsonArray([.. destinations.Select(destination => new Uri(destination.Address)).Select(url =>
                new JsonObject { ["endpoint"] = new JsonObject { ["address"] = AddressJson.Create(url.IdnHost, url.Port) } })]),
        }),
    };

    private static JsonObject CircuitBreakers(Thresholds limits) => new()
    {
        ["thresholds"] = new JsonArray(new JsonObject
        {
            ["max_connections"] = limits.MaxConnections,
            ["max_pending_requests"] = limits.MaxPendingRequests,
            ["max_requests"] = limits.MaxRequests,
            ["max_retries"] = limits.MaxRetries,
        }),
    };

    private static JsonObject OutlierDetection(OutlierSettings settings) => new()
    {
        ["consecutive_5xx"] = settings.Consecutive5xx,
        ["consecutive_gateway_failure"] = settings.ConsecutiveGatewayFailure,
        ["split_external_local_origin_errors"] = settings.SplitsLocalOrigin,
        ["consecutive_local_origin_failure"] = settings.ConsecutiveLocalOriginFailure,
        ["interval"] = ProtoJson.Duration(settings.Interval),
        ["base_ejection_time"] = ProtoJson.Duration(settings.BaseEjectionTime),
        ["max_ejection_time"] = ProtoJson.Duration(settings.MaxEjectionTime),
        ["max_ejection_percent"] = settings.MaxEjectionPercent,
    };

    private static JsonObject HealthCheck(ActiveHealthCheckConfig active)
    {
        JsonObject json = new() { ["http_health_check"] = new JsonObject { ["path"] = active.Path ?? "/" } };
        if (active.Timeout is { } timeout)
        {
            json["timeout"] = ProtoJson.Duration(timeout);
        }

        if (active.Interval is { } interval)
        {
            json["interval"] = ProtoJson.Duration(interval);
        }

        return json;
    }
}
