using System.Text.Json.Nodes;
using ZipkinMesh.Proxy.Admin.Clusters;
using ZipkinMesh.Proxy.Admin.Commands;

namespace ZipkinMesh.Proxy.Admin.ConfigDump;

/// <summary>Describes the resolved endpoints of a cluster as Envoy's <c>envoy.config.endpoint.v3.ClusterLoadAssignment</c>.</summary>
internal static class EndpointsJson
{
    public static JsonObject Create(ClusterStatus cluster) => new()
    {
        ["cluster_name"] = cluster.Name,
        ["endpoints"] = new JsonArray(new JsonObject
        {
            ["locality"] = new JsonObject(),
            ["lb_endpoints"] = new JsonArray([.. cluster.Hosts.Select(Endpoint)]),
        }),
        ["policy"] = new JsonObject(),
    };

    private static JsonObject Endpoint(ClusterHost host) => new()
    {
        ["endpoint"] = new JsonObject { ["address"] = AddressJson.Create(host.Address, host.Port), ["hostname"] = host.HostName },
        ["health_status"] = host.HasFailedActiveHealthCheck || host.IsEjected ? "UNHEALTHY" : "HEALTHY",
        ["load_balancing_weight"] = 1,
    };
}
