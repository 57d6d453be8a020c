using System.Globalization;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using ZipkinMesh.Tests.Support;

namespace ZipkinMesh.Tests.WholeMesh;

/// <summary>Runs the same mesh with Envoy: a front proxy, and a sidecar beside each of the two apps.</summary>
internal sealed class EnvoyMesh : IDisposable
{
    private readonly List<Child> _children = [];
    private readonly Scratch _scratch = new();
    private readonly string _zipkin;

    private EnvoyMesh(string zipkin, int front)
    {
        _zipkin = zipkin;
        Front = $"http://127.0.0.1:{front}";
    }

    public string Front { get; }

    public static async Task<EnvoyMesh> StartAsync(string zipkin)
    {
        var ports = Scratch.FreePorts(6);
        var (front, ingress1, egress1, app1, ingress2, app2) = (ports[0], ports[1], ports[2], ports[3], ports[4], ports[5]);
        var mesh = new EnvoyMesh(zipkin, front);
        mesh.StartApp("2", app2, egress1);
        mesh.StartEnvoy("service2", "", [Listener(ingress2, "INBOUND", "/", "local_service", "check_server2")], [("local_service", app2)]);
        mesh.StartApp("1", app1, egress1);
        mesh.StartEnvoy(
            "service1",
            "",
            [
                Listener(ingress1, "INBOUND", "/", "local_service", "check_server1"),
                Listener(egress1, "OUTBOUND", "/trace/2", "service2", "check_server2"),
            ],
            [("local_service", app1), ("service2", ingress2)]);
        mesh.StartEnvoy("front-proxy", "front-envoy", [Listener(front, "OUTBOUND", "/", "service1", "check_server1")], [("service1", ingress1)]);
        foreach (var port in ports)
        {
            await WaitForPortAsync(port);
        }

        return mesh;
    }

    public void Dispose()
    {
        _children.ForEach(child => child.Dispose());
        _scratch.Dispose();
    }

    private static async Task WaitForPortAsync(int port)
    {
        for (var deadline = DateTime.UtcNow + Lines.Bound; ; await Task.Delay(25))
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (SocketException) when (DateTime.UtcNow < deadline)
            {
            }
        }
    }

    private void StartApp(string name, int port, int egress) => _children.Add(new Child(
        Path.Combine(AppContext.BaseDirectory, "../../App/debug/service"),
        [],
        new()
        {
            ["SERVICE_NAME"] = name,
            ["App__Port"] = port.ToString(CultureInfo.InvariantCulture),
            ["App__Egress"] = $"http://127.0.0.1:{egress}",
            ["App__Sidecar"] = "",
        }));

    private void StartEnvoy(string cluster, string node, JsonNode[] listeners, (string Name, int Port)[] clusters)
    {
        var collector = new Uri(_zipkin).Port;
        var configuration = new JsonObject
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
        };
        var file = Path.Combine(_scratch.Folder, cluster + ".json");
        File.WriteAllText(file, configuration.ToJsonString());
        _children.Add(new Child(Reference.Envoy(), ["-c", file, "--concurrency", "1", "--disable-hot-restart", "-l", "warning"]));
    }

    private static JsonObject Listener(int port, string direction, string prefix, string cluster, string operation) => new()
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
