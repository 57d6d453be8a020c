using System.Text.Json.Nodes;

namespace ZipkinMesh.Tests.WholeMesh;

/// <summary>Writes Envoy's configuration of a front proxy or a sidecar of the demo. Spans are reported at once.</summary>
internal static class EnvoyConfiguration
{
    public static string Create(string cluster, string node, int collector, JsonNode[] listeners, params (string Name, int Port)[] clusters) => new JsonObject
    {
        ["node"] = new JsonObject { ["id"] = node, ["cluster"] = cluster },
        ["static_resources"] = new JsonObject
        {
            ["listeners"] = new JsonArray(listeners),
            ["clusters"] = new JsonArray([.. clusters.Append(("zipkin", collector)).Select(c => Cluster(c.Item1, c.Item2))]),
        },
        ["layered_runtime"] = new JsonObject
        {
            ["layers"] = new JsonArray(new JsonObject { ["name"] = "flush", ["static_layer"] = new JsonObject { ["tracing.zipkin.min_flush_spans"] = 1 } }),
        },
    }.ToJsonString();

    public static JsonObject Listener(int port, string direction, string prefix, string cluster, string operation) => new()
    {
        ["address"] = Address(port),
        ["traffic_direction"] = direction,
        ["filter_chains"] = new JsonArray(new JsonObject
        {
            ["filters"] = new JsonArray(new JsonObject { ["name"] = "hcm", ["typed_config"] = ConnectionManager(direction, prefix, cluster, operation) }),
        }),
    };

    private static JsonObject ConnectionManager(string direction, string prefix, string cluster, string operation) => new()
    {
        ["@type"] = "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
        ["stat_prefix"] = direction,
        ["tracing"] = new JsonObject
        {
            ["provider"] = new JsonObject
            {
                ["name"] = "envoy.tracers.zipkin",
                ["typed_config"] = new JsonObject
                {
                    ["@type"] = "type.googleapis.com/envoy.config.trace.v3.ZipkinConfig",
                    ["collector_cluster"] = "zipkin",
                    ["collector_endpoint"] = "/api/v2/spans",
                    ["collector_endpoint_version"] = "HTTP_JSON",
                },
            },
        },
        ["route_config"] = new JsonObject
        {
            ["virtual_hosts"] = new JsonArray(new JsonObject
            {
                ["name"] = "all",
                ["domains"] = new JsonArray("*"),
                ["routes"] = new JsonArray(new JsonObject
                {
                    ["match"] = new JsonObject { ["prefix"] = prefix },
                    ["route"] = new JsonObject { ["cluster"] = cluster },
                    ["decorator"] = new JsonObject { ["operation"] = operation },
                    ["response_headers_to_add"] = operation == "check_server1" && direction == "OUTBOUND"
                        ? new JsonArray(new JsonObject { ["header"] = new JsonObject { ["key"] = "x-b3-traceid", ["value"] = "%REQ(x-b3-traceid)%" } })
                        : null,
                }),
            }),
        },
        ["http_filters"] = new JsonArray(new JsonObject
        {
            ["name"] = "router",
            ["typed_config"] = new JsonObject { ["@type"] = "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router" },
        }),
    };

    private static JsonObject Cluster(string name, int port) => new()
    {
        ["name"] = name,
        ["type"] = "STATIC",
        ["load_assignment"] = new JsonObject
        {
            ["cluster_name"] = name,
            ["endpoints"] = new JsonArray(new JsonObject
            {
                ["lb_endpoints"] = new JsonArray(new JsonObject { ["endpoint"] = new JsonObject { ["address"] = Address(port) } }),
            }),
        },
    };

    private static JsonObject Address(int port) => new()
    {
        ["socket_address"] = new JsonObject { ["address"] = "127.0.0.1", ["port_value"] = port },
    };
}
