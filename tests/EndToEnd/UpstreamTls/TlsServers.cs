using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using ZipkinMesh.Tests.Support.Certificates;
using ZipkinMesh.Tests.WholeMesh;

namespace ZipkinMesh.Tests.UpstreamTls;

/// <summary>Runs Envoy as several upstreams with TLS. Each responds with what it has learned of the connection.</summary>
internal sealed class TlsServers : IDisposable
{
    public const string ServerName = "server.test";

    public static readonly IReadOnlyList<string> Names = ["plain", "expired", "clear-text", "mutual12", "mutual13"];

    private const string Types = "type.googleapis.com/envoy.";

    private readonly Scratch _scratch = new();
    private readonly int[] _ports = Scratch.FreePorts(Names.Count);
    private readonly Child _envoy;

    private TlsServers()
    {
        WriteCertificates();
        var path = PathOf("servers.json");
        File.WriteAllText(path, Configuration().ToJsonString());
        _envoy = new Child(Reference.Envoy(), ["-c", path, "--concurrency", "1", "--disable-hot-restart", "-l", "info"]);
    }

    public static async Task<TlsServers> StartAsync()
    {
        var servers = new TlsServers();
        await servers._envoy.Errors.WaitForAsync("starting main dispatch loop");
        return servers;
    }

    public int PortOf(string name) => _ports[Names.ToList().IndexOf(name)];

    public string PathOf(string file) => Path.Combine(_scratch.Folder, file);

    public void Dispose()
    {
        _envoy.Dispose();
        _scratch.Dispose();
    }

    private void WriteCertificates()
    {
        var (authority, other) = (new TestAuthority(), new TestAuthority("CN=Other CA"));
        File.WriteAllText(PathOf("ca.pem"), authority.Pem);
        File.WriteAllText(PathOf("other.pem"), other.Pem);
        authority.Issue($"CN={ServerName}", $"DNS:{ServerName}", "DNS:localhost", "IP:127.0.0.1").WriteTo(_scratch.Folder, "server");
        authority.Issue(new X500DistinguishedName("CN=expired"), DateTimeOffset.UtcNow.AddDays(-1), $"DNS:{ServerName}").WriteTo(_scratch.Folder, "expired");
        authority.Issue("CN=client", "DNS:client.test").WriteTo(_scratch.Folder, "client");
        other.Issue("CN=wrong", "DNS:client.test").WriteTo(_scratch.Folder, "wrong");
    }

    private JsonObject Configuration() => new()
    {
        ["static_resources"] = new JsonObject { ["listeners"] = new JsonArray([.. Names.Select(Listener)]) },
    };

    private JsonNode Listener(string name)
    {
        JsonObject chain = new() { ["filters"] = new JsonArray(new JsonObject { ["name"] = "hcm", ["typed_config"] = ConnectionManager() }) };
        if (name != "clear-text")
        {
            chain["transport_socket"] = new JsonObject { ["name"] = "tls", ["typed_config"] = TlsContext(name) };
        }

        JsonObject inspector = new() { ["@type"] = Types + "extensions.filters.listener.tls_inspector.v3.TlsInspector" };
        return new JsonObject
        {
            ["name"] = name,
            ["listener_filters"] = new JsonArray(new JsonObject { ["name"] = "tls_inspector", ["typed_config"] = inspector }),
            ["address"] = new JsonObject { ["socket_address"] = new JsonObject { ["address"] = "127.0.0.1", ["port_value"] = PortOf(name) } },
            ["filter_chains"] = new JsonArray(chain),
        };
    }

    private JsonObject TlsContext(string name)
    {
        var certificate = name == "expired" ? "expired" : "server";
        JsonObject common = new()
        {
            ["alpn_protocols"] = new JsonArray("h2", "http/1.1"),
            ["tls_certificates"] = new JsonArray(new JsonObject
            {
                ["certificate_chain"] = FileOf($"{certificate}.pem"),
                ["private_key"] = FileOf($"{certificate}.key"),
            }),
        };
        if (name.StartsWith("mutual", StringComparison.Ordinal))
        {
            var version = name == "mutual12" ? "TLSv1_2" : "TLSv1_3";
            common["tls_params"] = new JsonObject { ["tls_minimum_protocol_version"] = version, ["tls_maximum_protocol_version"] = version };
            common["validation_context"] = new JsonObject { ["trusted_ca"] = FileOf("ca.pem") };
        }

        return new JsonObject
        {
            ["@type"] = Types + "extensions.transport_sockets.tls.v3.DownstreamTlsContext",
            ["common_tls_context"] = common,
            ["require_client_certificate"] = name.StartsWith("mutual", StringComparison.Ordinal),
        };
    }

    private JsonObject FileOf(string name) => new() { ["filename"] = PathOf(name) };

    private static JsonObject ConnectionManager() => new()
    {
        ["@type"] = Types + "extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
        ["stat_prefix"] = "server",
        ["route_config"] = new JsonObject
        {
            ["virtual_hosts"] = new JsonArray(new JsonObject
            {
                ["name"] = "all",
                ["domains"] = new JsonArray("*"),
                ["routes"] = new JsonArray(new JsonObject
                {
                    ["match"] = new JsonObject { ["prefix"] = "/" },
                    ["direct_response"] = new JsonObject { ["status"] = 200, ["body"] = new JsonObject { ["inline_string"] = "hello" } },
                    ["response_headers_to_add"] = new JsonArray(new JsonObject
                    {
                        ["header"] = new JsonObject { ["key"] = "x-tls", ["value"] = "%PROTOCOL% %REQUESTED_SERVER_NAME% %DOWNSTREAM_PEER_SUBJECT%" },
                    }),
                }),
            }),
        },
        ["http_filters"] = new JsonArray(new JsonObject
        {
            ["name"] = "router",
            ["typed_config"] = new JsonObject { ["@type"] = Types + "extensions.filters.http.router.v3.Router" },
        }),
    };
}
