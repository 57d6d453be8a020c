using System.Text.Json;
using System.Text.Json.Nodes;
using ZipkinMesh.Tests.WholeMesh;

namespace ZipkinMesh.Tests.UpstreamTls;

/// <summary>Runs a proxy, ours or Envoy, with a cluster for each <see cref="TlsCase"/> and an access log.</summary>
internal sealed class TlsProxy : IDisposable
{
    private const string Format = "%REQ(:PATH)% %RESPONSE_CODE% %RESPONSE_FLAGS% %RESPONSE_CODE_DETAILS% %UPSTREAM_TRANSPORT_FAILURE_REASON%";
    private const string Types = "type.googleapis.com/envoy.";

    private readonly Scratch _scratch = new();
    private readonly TlsServers _servers;
    private readonly Child _program;

    private TlsProxy(TlsServers servers, Func<TlsProxy, Child> start)
    {
        _servers = servers;
        _program = start(this);
    }

    public int Port { get; } = Scratch.FreePorts(1)[0];

    private string LogPath => Path.Combine(_scratch.Folder, "access.log");

    private string ConfigurationPath => Path.Combine(_scratch.Folder, "proxy.json");

    public static async Task<TlsProxy> StartMeshAsync(TlsServers servers)
    {
        var proxy = new TlsProxy(servers, self =>
        {
            File.WriteAllText(self.ConfigurationPath, JsonSerializer.Serialize(self.MeshSettings()));
            return new Child(Path.GetFullPath("../../FrontProxy/debug/front-proxy", AppContext.BaseDirectory), ["-c", self.ConfigurationPath]);
        });
        await proxy._program.Output.WaitForAsync("Listening on ");
        return proxy;
    }

    public static async Task<TlsProxy> StartEnvoyAsync(TlsServers servers)
    {
        var proxy = new TlsProxy(servers, self =>
        {
            File.WriteAllText(self.ConfigurationPath, self.EnvoySettings().ToJsonString());
            return new Child(Reference.Envoy(), ["-c", self.ConfigurationPath, "--concurrency", "1", "--disable-hot-restart", "-l", "info", "--file-flush-interval-msec", "50"]);
        });
        await proxy._program.Errors.WaitForAsync("starting main dispatch loop");
        return proxy;
    }

    /// <summary>Returns the line of the access log for a path, and waits until it is there.</summary>
    public async Task<string> ReadLineAsync(string path)
    {
        for (var deadline = DateTime.UtcNow + Lines.Bound; ; await Task.Delay(20))
        {
            var lines = File.Exists(LogPath) ? await File.ReadAllLinesAsync(LogPath) : [];
            if (lines.FirstOrDefault(line => line.StartsWith($"{path} ", StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            Assert.True(DateTime.UtcNow < deadline, $"No line for {path}:\n{string.Join('\n', lines)}");
        }
    }

    public void Dispose()
    {
        _program.Dispose();
        _scratch.Dispose();
    }

    // Keys need no nesting: colons in a JSON name separate sections.
    private Dictionary<string, string> MeshSettings()
    {
        var settings = new Dictionary<string, string>
        {
            ["Node:Cluster"] = "front-proxy",
            ["Listeners:ingress_http:Address"] = "127.0.0.1",
            ["Listeners:ingress_http:Port"] = $"{Port}",
            ["Listeners:ingress_http:Direction"] = "Outbound",
            ["AccessLog:Path"] = LogPath,
            ["AccessLog:Format"] = Format,
        };
        foreach (var one in TlsCase.All)
        {
            var (route, cluster) = ($"ReverseProxy:Routes:{one.Name}", $"ReverseProxy:Clusters:{one.Name}");
            settings[$"{route}:ClusterId"] = one.Name;
            settings[$"{route}:Metadata:Listener"] = "ingress_http";
            settings[$"{route}:Metadata:Operation"] = one.Name;
            settings[$"{route}:Metadata:Prefix"] = $"/{one.Name}/";
            settings[$"{cluster}:Destinations:one:Address"] = $"https://127.0.0.1:{_servers.PortOf(one.Server)}";
            settings[$"{cluster}:HttpRequest:Version"] = one.IsHttp2 ? "2" : "1.1";
            settings[$"{cluster}:Metadata:TlsTrustedCa"] = _servers.PathOf($"{one.Authority}.pem");
            settings[$"{cluster}:Metadata:TlsSni"] = TlsServers.ServerName;
            settings[$"{cluster}:Metadata:TlsMatchTypedSubjectAltNames"] = $"DNS:{one.SubjectAltName}";
            settings[$"{cluster}:Metadata:TlsMinimumProtocolVersion"] = one.MinimumVersion;
            if (one.Client is { } client)
            {
                settings[$"{cluster}:Metadata:TlsCertificateChain"] = _servers.PathOf($"{client}.pem");
                settings[$"{cluster}:Metadata:TlsPrivateKey"] = _servers.PathOf($"{client}.key");
            }
        }

        return settings;
    }

    private JsonObject EnvoySettings() => new()
    {
        ["static_resources"] = new JsonObject
        {
            ["listeners"] = new JsonArray(new JsonObject
            {
                ["name"] = "ingress_http",
                ["address"] = Address(Port),
                ["filter_chains"] = new JsonArray(new JsonObject
                {
                    ["filters"] = new JsonArray(Extension("hcm", "extensions.filters.network.http_connection_manager.v3.HttpConnectionManager", new()
                    {
                        ["stat_prefix"] = "ingress_http",
                        ["route_config"] = new JsonObject
                        {
                            ["virtual_hosts"] = new JsonArray(new JsonObject
                            {
                                ["name"] = "all",
                                ["domains"] = new JsonArray("*"),
                                ["routes"] = new JsonArray([.. TlsCase.All.Select(one => new JsonObject
                                {
                                    ["match"] = new JsonObject { ["prefix"] = $"/{one.Name}/" },
                                    ["route"] = new JsonObject { ["cluster"] = one.Name },
                                })]),
                            }),
                        },
                        ["access_log"] = new JsonArray(Extension("file", "extensions.access_loggers.file.v3.FileAccessLog", new()
                        {
                            ["path"] = LogPath,
                            ["log_format"] = new JsonObject { ["text_format_source"] = new JsonObject { ["inline_string"] = Format + "\n" } },
                        })),
                        ["http_filters"] = new JsonArray(Extension("router", "extensions.filters.http.router.v3.Router", [])),
                    })),
                }),
            }),
            ["clusters"] = new JsonArray([.. TlsCase.All.Select(Cluster)]),
        },
    };

    private JsonObject Cluster(TlsCase one) => new()
    {
        ["name"] = one.Name,
        ["type"] = "STATIC",
        ["load_assignment"] = new JsonObject
        {
            ["cluster_name"] = one.Name,
            ["endpoints"] = new JsonArray(new JsonObject
            {
                ["lb_endpoints"] = new JsonArray(new JsonObject { ["endpoint"] = new JsonObject { ["address"] = Address(_servers.PortOf(one.Server)) } }),
            }),
        },
        ["typed_extension_protocol_options"] = new JsonObject
        {
            ["envoy.extensions.upstreams.http.v3.HttpProtocolOptions"] = new JsonObject
            {
                ["@type"] = Types + "extensions.upstreams.http.v3.HttpProtocolOptions",
                ["explicit_http_config"] = new JsonObject { [one.IsHttp2 ? "http2_protocol_options" : "http_protocol_options"] = new JsonObject() },
            },
        },
        ["transport_socket"] = Extension("tls", "extensions.transport_sockets.tls.v3.UpstreamTlsContext", new()
        {
            ["sni"] = TlsServers.ServerName,
            ["common_tls_context"] = Context(one),
        }),
    };

    private JsonObject Context(TlsCase one)
    {
        JsonObject context = new()
        {
            ["tls_params"] = new JsonObject { ["tls_minimum_protocol_version"] = one.MinimumVersion, ["tls_maximum_protocol_version"] = "TLSv1_3" },
            ["validation_context"] = new JsonObject
            {
                ["trusted_ca"] = FileOf($"{one.Authority}.pem"),
                ["match_typed_subject_alt_names"] = new JsonArray(new JsonObject
                {
                    ["san_type"] = "DNS",
                    ["matcher"] = new JsonObject { ["exact"] = one.SubjectAltName },
                }),
            },
        };
        if (one.Client is { } client)
        {
            context["tls_certificates"] = new JsonArray(new JsonObject
            {
                ["certificate_chain"] = FileOf($"{client}.pem"),
                ["private_key"] = FileOf($"{client}.key"),
            });
        }

        return context;
    }

    private JsonObject FileOf(string name) => new() { ["filename"] = _servers.PathOf(name) };

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
