using System.Text.Json.Nodes;
using Yarp.ReverseProxy.Model;
using ZipkinMesh.Proxy.Admin.Commands;

namespace ZipkinMesh.Proxy.Admin.ConfigDump;

/// <summary>Describes the resolved endpoints of a cluster as Envoy's <c>envoy.config.endpoint.v3.ClusterLoadAssignment</c>.</summary>
internal static class EndpointsJson
{
    public static JsonObject Create(ClusterState cluster) => new()
    {
        ["cluster_name"] = cluster.ClusterId,
        ["endpoints"] = new JsonArray(new JsonObject
        {
            ["locality"] = new JsonObject(),
            ["lb_endpoints"] = new JsonArray([.. cluster.DestinationsState.AllDestinations.Select(Endpoint)]),
        }),
        ["policy"] = new JsonObject(),
    };

    private static JsonObject Endpoint(DestinationState destination)
    {
        var host = new Upstream(destination);
        return new JsonObject
        {
            ["endpoint"] = new JsonObject { ["address"] = AddressJson.Create(host.Address, host.Port), ["hostname"] = host.HostName },
            ["health_status"] = host.HealthStatus,
            ["load_balancing_weight"] = 1,
        };
    }
}
