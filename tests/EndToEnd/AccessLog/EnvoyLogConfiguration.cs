using System.Text.Json.Nodes;

namespace ZipkinMesh.Tests.AccessLog;

/// <summary>Creates the configuration of Envoy that corresponds to the mesh's in <see cref="LoggedProxy"/>.</summary>
internal static class EnvoyLogConfiguration
{
    private const string Types = "type.googleapis.com/envoy.";

    public static JsonObject Create(int port, LogPeers peers, string path, string format) => new()
    {
        ["node"] = new JsonObject { ["id"] = "front", ["cluster"] = "front-proxy" },
        ["static_resources"] = new JsonObject
        {
            ["listeners"] = new JsonArray(new JsonObject
            {
                ["name"] = "ingress_http",
                ["address"] = Address(port),
                ["traffic_direction"] = "OUTBOUND",
                ["filter_chains"] = new JsonArray(new JsonObject
                {
                    ["filters"] = new JsonArray(new JsonObject { ["name"] = "hcm", ["typed_config"] = ConnectionManager(path, format) }),
                }),
            }),
            ["clusters"] = new JsonArray([.. peers.Clusters.Select(cluster => Cluster(cluster.Name, cluster.Port))]),
        },
    };

    private static JsonObject ConnectionManager(string path, string format) => new()
    {
        ["@type"] = Types + "extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
        ["stat_prefix"] = "ingress_http",
        ["tracing"] = new JsonObject
        {
            ["provider"] = Extension("zipkin", "config.trace.v3.ZipkinConfig", new()
            {
                ["collector_cluster"] = "up",
                ["collector_endpoint"] = "/up/202",
                ["collector_endpoint_version"] = "HTTP_JSON",
            }),
        },
        ["route_config"] = new JsonObject
        {
            ["virtual_hosts"] = new JsonArray(new JsonObject
            {
                ["name"] = "all",
                ["domains"] = new JsonArray("*"),
                ["routes"] = new JsonArray([.. LogPeers.Routes.Select(route => Route(route.Name, route.Cluster))]),
            }),
        },
        ["access_log"] = new JsonArray(Extension("file", "extensions.access_loggers.file.v3.FileAccessLog", new()
        {
            ["path"] = path,
            ["log_format"] = new JsonObject { ["text_format_source"] = new JsonObject { ["inline_string"] = format + "\n" } },
        })),
        ["http_filters"] = new JsonArray(Extension("router", "extensions.filters.http.router.v3.Router", [])),
    };

    private static JsonObject Route(string name, string cluster) => new()
    {
        ["name"] = name,
        ["match"] = new JsonObject { ["prefix"] = $"/{name}" },
        ["decorator"] = new JsonObject { ["operation"] = name },
        ["route"] = name switch
        {
            "slow" => new JsonObject { ["cluster"] = cluster, ["timeout"] = "0.3s" },
            "retry" => new JsonObject
            {
                ["cluster"] = cluster,
                ["retry_policy"] = new JsonObject { ["retry_on"] = "5xx,reset", ["num_retries"] = 2, ["per_try_timeout"] = "0.2s" },
            },
            _ => new JsonObject { ["cluster"] = cluster },
        },
    };

    private static JsonObject Cluster(string name, int? port) => new()
    {
        ["name"] = name,
        ["type"] = "STATIC",
        ["load_assignment"] = new JsonObject
        {
            ["cluster_name"] = name,
            ["endpoints"] = new JsonArray(new JsonObject
            {
                ["lb_endpoints"] = port is null ? [] : new JsonArray(new JsonObject { ["endpoint"] = new JsonObject { ["address"] = Address(port.Value) } }),
            }),
        },
    };

    private static JsonObject Extension(string name, string type, JsonObject settings)
    {
        settings["@type"] = Types + type;
        return new JsonObject { ["name"] = name, ["typed_config"] = settings };
    }

    private static JsonObject Address(int port) => new()
    {
        ["socket_address"] = new JsonObject { ["address"] = "127.0.0.1", ["port_value"] = port },
    };
}
