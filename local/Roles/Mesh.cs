using ZipkinMesh.Local.Options;

namespace ZipkinMesh.Local.Roles;

/// <summary>
/// The mesh on one machine. In the container stack each process has its own address; here each has its own ports:
/// <code>
/// curl -> front-proxy :8000 -> service1 :8001 -> app :8081 -> service1 :9000 -> service2 :8002 -> app :8082
///         admin :9901          admin :19000
/// </code>
/// </summary>
internal sealed class Mesh
{
    private readonly MeshOptions _options;
    private readonly MeshPrograms _programs;
    private readonly string _zipkin;

    public Mesh(MeshOptions options, MeshPrograms programs)
    {
        _options = options;
        _programs = programs;
        _zipkin = options.Zipkin?.GetLeftPart(UriPartial.Authority) ?? Url(options.ZipkinPort);
        Roles = [.. options.Zipkin is null ? [Zipkin()] : Array.Empty<Role>(), Service2(), Service1(), FrontProxy()];
    }

    /// <summary>Gets the processes in start order: each comes after those it connects to.</summary>
    public IReadOnlyList<Role> Roles { get; }

    /// <summary>Gets the lines to show when all processes are ready.</summary>
    public IReadOnlyList<string> Hints =>
    [
        "",
        $"  Send a request: curl -v {Url(_options.FrontPort)}/trace/1",
        $"  View traces:    {_zipkin}/zipkin/",
        $"  Administer:     {Url(_options.FrontAdminPort)}/",
        "  Press Ctrl-C to stop.",
        "",
    ];

    private Role Zipkin() => new()
    {
        Name = "zipkin",
        Program = _programs.Zipkin,
        Arguments =
        [
            "--urls", _zipkin,
            "--COLLECTOR_OTLP_HTTP_PORT", PortOrOff(_options.OtlpHttpPort),
            "--COLLECTOR_OTLP_GRPC_PORT", PortOrOff(_options.OtlpGrpcPort),
        ],
        Ports =
        [
            new(_options.ZipkinPort, MeshCommand.ZipkinPort.Name),
            .. OptionalPort(_options.OtlpHttpPort, MeshCommand.OtlpHttpPort.Name),
            .. OptionalPort(_options.OtlpGrpcPort, MeshCommand.OtlpGrpcPort.Name),
        ],
    };

    private Role Service2() => new()
    {
        Name = "service2",
        Program = _programs.Service,
        Environment = new Dictionary<string, string>([
            .. App("2", _options.Service2AppPort),
            .. Listener("ingress_http", _options.Service2Port),
            Destination("local_service", Url(_options.Service2AppPort)),
            .. Tracing()]),
        Ports = [new(_options.Service2Port, MeshCommand.Service2Port.Name), new(_options.Service2AppPort, MeshCommand.Service2AppPort.Name)],
    };

    private Role Service1() => new()
    {
        Name = "service1",
        Program = _programs.Service,
        Environment = new Dictionary<string, string>([
            .. App("1", _options.Service1AppPort),
            new("App__Egress", Url(_options.Service1EgressPort)),
            .. Listener("ingress_http", _options.Service1Port),
            .. Listener("egress_http", _options.Service1EgressPort),
            .. Admin(_options.Service1AdminPort),
            Destination("local_service", Url(_options.Service1AppPort)),
            Destination("service2", Url(_options.Service2Port)),
            .. Tracing()]),
        Ports =
        [
            new(_options.Service1Port, MeshCommand.Service1Port.Name),
            new(_options.Service1EgressPort, MeshCommand.Service1EgressPort.Name),
            new(_options.Service1AdminPort, MeshCommand.Service1AdminPort.Name),
            new(_options.Service1AppPort, MeshCommand.Service1AppPort.Name),
        ],
    };

    private Role FrontProxy() => new()
    {
        Name = "front-proxy",
        Program = _programs.FrontProxy,
        Environment = new Dictionary<string, string>([
            .. Listener("ingress_http", _options.FrontPort),
            .. Admin(_options.FrontAdminPort),
            Destination("service1", Url(_options.Service1Port)),
            .. Tracing()]),
        Ports = [new(_options.FrontPort, MeshCommand.FrontPort.Name), new(_options.FrontAdminPort, MeshCommand.FrontAdminPort.Name)],
    };

    private KeyValuePair<string, string>[] App(string serviceName, int port) =>
        [new("SERVICE_NAME", serviceName), new("App__Port", $"{port}"), new("App__Sidecar", _programs.Sidecar), .. AppSpans()];

    private KeyValuePair<string, string>[] AppSpans() => _options.AppSpans
        ? [new("OTEL_TRACES_EXPORTER", "zipkin"), new("OTEL_EXPORTER_ZIPKIN_ENDPOINT", $"{_zipkin}/api/v2/spans")]
        : [];

    private KeyValuePair<string, string>[] Tracing() =>
        [Destination("zipkin", _zipkin), new("Tracing__TraceUrl", $"{_zipkin}/zipkin/traces/{{traceId}}")];

    private static KeyValuePair<string, string>[] Listener(string name, int port) =>
        [new($"Listeners__{name}__Address", "127.0.0.1"), new($"Listeners__{name}__Port", $"{port}")];

    // The file of the access log in /tmp may be another user's.
    private static KeyValuePair<string, string>[] Admin(int port) =>
        [new("Admin__Address", "127.0.0.1"), new("Admin__Port", $"{port}"), new("Admin__AccessLogPath", "")];

    // Each cluster has one destination, named like the cluster.
    private static KeyValuePair<string, string> Destination(string cluster, string url) =>
        new($"ReverseProxy__Clusters__{cluster}__Destinations__{cluster}__Address", url);

    // A variable of the runner's environment doesn't count.
    private static string PortOrOff(int? port) => port is { } number ? $"{number}" : "off";

    private static IEnumerable<RolePort> OptionalPort(int? port, string option) => port is { } number ? [new(number, option)] : [];

    private static string Url(int port) => $"http://127.0.0.1:{port}";
}
