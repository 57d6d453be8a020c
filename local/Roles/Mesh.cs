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
    /// <summary>The response header with the address of the request's trace.</summary>
    public const string TraceUrlHeader = "x-trace-url";

    private readonly MeshOptions _options;
    private readonly MeshPrograms _programs;
    private readonly RoleEnvironment _environment;
    private readonly string _zipkin;

    public Mesh(MeshOptions options, MeshPrograms programs)
    {
        _options = options;
        _programs = programs;
        _zipkin = options.Zipkin?.GetLeftPart(UriPartial.Authority) ?? RoleEnvironment.Url(options.ZipkinPort);
        _environment = new(options, programs, _zipkin);
        Roles = [.. options.Zipkin is null ? [Zipkin()] : Array.Empty<Role>(), .. FurtherServices(), Service2(), Service1(), FrontProxy()];
    }

    /// <summary>Gets the processes in start order: each comes after those it connects to.</summary>
    public IReadOnlyList<Role> Roles { get; }

    /// <summary>Gets the address of the page with the traces.</summary>
    public string TracesPage => $"{_zipkin}/zipkin/";

    /// <summary>Gets the address of the front proxy.</summary>
    public Uri Front => new(RoleEnvironment.Url(_options.FrontPort));

    /// <summary>Gets the lines to show when all processes are ready.</summary>
    public IReadOnlyList<string> Hints =>
    [
        "",
        $"  Send a request: curl -v {RoleEnvironment.Url(_options.FrontPort)}/trace/1",
        $"  View traces:    {TracesPage}",
        $"  Front proxy:    {Front}",
        $"  Administer:     {RoleEnvironment.Url(_options.FrontAdminPort)}/",
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
            .. StorageArguments(),
        ],
        Ports =
        [
            new(_options.ZipkinPort, MeshCommand.ZipkinPort.Name),
            .. OptionalPort(_options.OtlpHttpPort, MeshCommand.OtlpHttpPort.Name),
            .. OptionalPort(_options.OtlpGrpcPort, MeshCommand.OtlpGrpcPort.Name),
        ],
    };

    private IEnumerable<string> StorageArguments()
    {
        // Two meshes with different ports run at the same time, and a folder belongs to one server.
        var path = _options.StoragePath ?? Path.Combine(_programs.SpansFolder, $"{_options.ZipkinPort}");
        return path.Length > 0 ? ["--STORAGE_PATH", Path.GetFullPath(path)] : [];
    }

    private Role Service2() => new()
    {
        Name = "service2",
        Program = _programs.Service,
        Environment = new Dictionary<string, string>([
            .. _environment.App("2", _options.Service2AppPort),
            .. RoleEnvironment.Listener("ingress_http", _options.Service2Port),
            RoleEnvironment.Destination("local_service", RoleEnvironment.Url(_options.Service2AppPort)),
            .. _environment.CallNext(2),
            .. _environment.Tracing()]),
        Ports =
        [
            new(_options.Service2Port, MeshCommand.Service2Port.Name),
            new(_options.Service2AppPort, MeshCommand.Service2AppPort.Name),
            .. EgressPort(2),
        ],
    };

    // The last one first.
    private IEnumerable<Role> FurtherServices() => Enumerable.Range(3, _options.Services - 2).Reverse().Select(FurtherService);

    private Role FurtherService(int number) => new()
    {
        Name = $"service{number}",
        Program = _programs.Service,
        Environment = new Dictionary<string, string>([
            .. _environment.App($"{number}", _environment.AppPort(number)),

            // Its sidecar is one of service 2 under another name.
            new("App__SidecarConfiguration", "service2.json"),
            new("Listeners__ingress_http__VirtualHost", $"service{number}"),
            new("ReverseProxy__Routes__local_service__Metadata__Operation", $"check_server{number}"),
            .. RoleEnvironment.Listener("ingress_http", _environment.IngressPort(number)),
            RoleEnvironment.Destination("local_service", RoleEnvironment.Url(_environment.AppPort(number))),
            .. _environment.CallNext(number),
            .. _environment.Tracing()]),
        Ports =
        [
            new(_environment.IngressPort(number), MeshCommand.PortOffset.Name),
            new(_environment.AppPort(number), MeshCommand.PortOffset.Name),
            .. EgressPort(number),
        ],
    };

    private IEnumerable<RolePort> EgressPort(int number) =>
        number < _options.Services ? [new(_environment.EgressPort(number), MeshCommand.PortOffset.Name)] : [];

    private Role Service1() => new()
    {
        Name = "service1",
        Program = _programs.Service,
        Environment = new Dictionary<string, string>([
            .. _environment.App("1", _options.Service1AppPort),
            new("App__Egress", RoleEnvironment.Url(_options.Service1EgressPort)),
            .. RoleEnvironment.Listener("ingress_http", _options.Service1Port),
            .. RoleEnvironment.Listener("egress_http", _options.Service1EgressPort),
            .. RoleEnvironment.Admin(_options.Service1AdminPort),
            RoleEnvironment.Destination("local_service", RoleEnvironment.Url(_options.Service1AppPort)),
            RoleEnvironment.Destination("service2", RoleEnvironment.Url(_options.Service2Port)),
            .. _environment.Tracing()]),
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
            .. RoleEnvironment.Listener("ingress_http", _options.FrontPort),
            .. RoleEnvironment.Admin(_options.FrontAdminPort),
            RoleEnvironment.Destination("service1", RoleEnvironment.Url(_options.Service1Port)),
            new("Tracing__TraceUrlHeader", TraceUrlHeader),
            .. _environment.Tracing()]),
        Ports = [new(_options.FrontPort, MeshCommand.FrontPort.Name), new(_options.FrontAdminPort, MeshCommand.FrontAdminPort.Name)],
    };

    // A variable of the runner's environment doesn't count.
    private static string PortOrOff(int? port) => port is { } number ? $"{number}" : "off";

    private static IEnumerable<RolePort> OptionalPort(int? port, string option) => port is { } number ? [new(number, option)] : [];
}
