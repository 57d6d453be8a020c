using System.Net.Sockets;

namespace ZipkinMesh.Tests.WholeMesh;

/// <summary>Runs the demo with either kind of proxy at each place: a front proxy, and a sidecar beside each of the two apps.</summary>
internal sealed class ProxyMesh : IDisposable
{
    private readonly Dictionary<string, Child> _processes = [];
    private readonly Scratch _scratch = new();
    private readonly string _zipkin;
    private readonly bool _appSpans;
    private readonly int _front;
    private readonly int _ingress1;
    private readonly int _egress1;
    private readonly int _app1;
    private readonly int _ingress2;
    private readonly int _app2;

    private ProxyMesh(string zipkin, bool appSpans, int[] ports)
    {
        (_zipkin, _appSpans) = (zipkin, appSpans);
        (_front, _ingress1, _egress1, _app1, _ingress2, _app2) = (ports[0], ports[1], ports[2], ports[3], ports[4], ports[5]);
    }

    /// <summary>Gets the address of the front proxy.</summary>
    public string Front => $"http://127.0.0.1:{_front}";

    private int ZipkinPort => new Uri(_zipkin).Port;

    /// <param name="zipkin">The address of Zipkin.</param>
    /// <param name="front">The front proxy.</param>
    /// <param name="service1">The sidecar of service 1.</param>
    /// <param name="service2">The sidecar of service 2.</param>
    /// <param name="appSpans">True when the apps record spans of their own.</param>
    public static async Task<ProxyMesh> StartAsync(string zipkin, ProxyKind front, ProxyKind service1, ProxyKind service2, bool appSpans = false)
    {
        var ports = Scratch.FreePorts(6);
        var mesh = new ProxyMesh(zipkin, appSpans, ports);
        try
        {
            mesh.StartApp("app2", "2", mesh._app2);
            mesh.StartApp("app1", "1", mesh._app1);
            mesh.Start("service2", service2);
            mesh.Start("service1", service1);
            mesh.Start("front-proxy", front);
            await Task.WhenAll(ports.Select(WaitForPortAsync));
            return mesh;
        }
        catch
        {
            mesh.Dispose();
            throw;
        }
    }

    /// <summary>Kills a process, so that connections to it are refused: front-proxy, service1, service2, app1 or app2.</summary>
    public async Task KillAsync(string name)
    {
        _processes[name].Signal(Child.SigKill);
        await _processes[name].ExitCodeAsync();
    }

    public void Dispose()
    {
        foreach (var process in _processes.Values)
        {
            process.Dispose();
        }

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

    private void StartApp(string name, string service, int port) => _processes[name] = new Child(PathOf("App", "service"), [], new()
    {
        ["SERVICE_NAME"] = service,
        ["App__Port"] = $"{port}",
        ["App__Egress"] = $"http://127.0.0.1:{_egress1}",
        ["App__Sidecar"] = "",
        ["OTEL_TRACES_EXPORTER"] = _appSpans ? "zipkin" : "none",
        ["OTEL_EXPORTER_ZIPKIN_ENDPOINT"] = $"{_zipkin}/api/v2/spans",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
    });

    private void Start(string name, ProxyKind kind) => _processes[name] = kind == ProxyKind.Envoy ? StartEnvoy(name) : StartOurs(name);

    private Child StartEnvoy(string name)
    {
        var file = Path.Combine(_scratch.Folder, $"{name}.json");
        File.WriteAllText(file, ConfigurationOfEnvoy(name));
        return new Child(Reference.Envoy(), ["-c", file, "--concurrency", "1", "--disable-hot-restart", "-l", "warning"]);
    }

    private string ConfigurationOfEnvoy(string name) => name switch
    {
        "front-proxy" => EnvoyConfiguration.Create(
            name, "front-envoy", ZipkinPort, [EnvoyConfiguration.Listener(_front, "OUTBOUND", "/", "service1", "check_server1")], ("service1", _ingress1)),
        "service1" => EnvoyConfiguration.Create(
            name,
            "",
            ZipkinPort,
            [
                EnvoyConfiguration.Listener(_ingress1, "INBOUND", "/", "local_service", "check_server1"),
                EnvoyConfiguration.Listener(_egress1, "OUTBOUND", "/trace/2", "service2", "check_server2"),
            ],
            ("local_service", _app1),
            ("service2", _ingress2)),
        _ => EnvoyConfiguration.Create(
            name, "", ZipkinPort, [EnvoyConfiguration.Listener(_ingress2, "INBOUND", "/", "local_service", "check_server2")], ("local_service", _app2)),
    };

    private Child StartOurs(string name) => name switch
    {
        "front-proxy" => StartOurs("FrontProxy", name, [], [("ingress_http", _front)], ("service1", _ingress1)),
        "service1" => StartOurs(
            "Sidecar", "sidecar", ["-c", "service1.json"], [("ingress_http", _ingress1), ("egress_http", _egress1)], ("local_service", _app1), ("service2", _ingress2)),
        _ => StartOurs("Sidecar", "sidecar", ["-c", "service2.json"], [("ingress_http", _ingress2)], ("local_service", _app2)),
    };

    private Child StartOurs(string project, string program, string[] arguments, (string Name, int Port)[] listeners, params (string Name, int Port)[] clusters)
    {
        var settings = new Dictionary<string, string>
        {
            ["Admin__Address"] = "127.0.0.1",
            ["Admin__Port"] = "0",
            ["Admin__AccessLogPath"] = "",
            ["Tracing__FlushInterval"] = "00:00:00.010",
        };
        foreach (var (name, port) in listeners)
        {
            settings[$"Listeners__{name}__Address"] = "127.0.0.1";
            settings[$"Listeners__{name}__Port"] = $"{port}";
        }

        foreach (var (name, port) in clusters.Append(("zipkin", ZipkinPort)))
        {
            settings[$"ReverseProxy__Clusters__{name}__Destinations__{name}__Address"] = $"http://127.0.0.1:{port}";
        }

        return new Child(PathOf(project, program), arguments, settings);
    }

    private static string PathOf(string project, string program) => Path.GetFullPath($"../../{project}/debug/{program}", AppContext.BaseDirectory);
}
