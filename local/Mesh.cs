namespace ZipkinMesh.Local;

/// <summary>
/// The mesh on one machine. Where the stack of containers tells its members apart by address, this one does by port:
/// <code>
/// curl -> front-proxy :8000 -> service1 :8001 -> app :8081 -> service1 :9000 -> service2 :8002 -> app :8082
/// </code>
/// </summary>
internal sealed class Mesh
{
    private readonly Options _options;
    private readonly MeshPrograms _programs;
    private readonly string _zipkin;

    public Mesh(Options options, MeshPrograms programs)
    {
        _options = options;
        _programs = programs;
        _zipkin = options.Zipkin?.GetLeftPart(UriPartial.Authority) ?? Url(options.ZipkinPort);
        Roles = [.. options.Zipkin is null ? [Zipkin()] : Array.Empty<Role>(), Service2(), Service1(), FrontProxy()];
    }

    /// <summary>In the order of their start: each finds those it talks to.</summary>
    public IReadOnlyList<Role> Roles { get; }

    /// <summary>Shown when all is ready.</summary>
    public IReadOnlyList<string> WhatToTry =>
    [
        "",
        $"  curl -v {Url(_options.FrontPort)}/trace/1",
        $"  {_zipkin}/zipkin/   shows its trace",
        "",
    ];

    private Role Zipkin() => new()
    {
        Name = "zipkin",
        Program = _programs.Zipkin,
        Arguments = ["--urls", _zipkin],
        Ports = [new(_options.ZipkinPort, "--zipkin-port")],
    };

    private Role Service2() => new()
    {
        Name = "service2",
        Program = _programs.Service,
        Environment = new Dictionary<string, string>([
            .. App("2", _options.Service2AppPort),
            .. Listener("ingress_http", _options.Service2Port),
            Destination("local_service", Url(_options.Service2AppPort)),
            Destination("zipkin", _zipkin)]),
        Ports = [new(_options.Service2Port, "--service2-port"), new(_options.Service2AppPort, "--service2-app-port")],
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
            Destination("local_service", Url(_options.Service1AppPort)),
            Destination("service2", Url(_options.Service2Port)),
            Destination("zipkin", _zipkin)]),
        Ports =
        [
            new(_options.Service1Port, "--service1-port"),
            new(_options.Service1EgressPort, "--service1-egress-port"),
            new(_options.Service1AppPort, "--service1-app-port"),
        ],
    };

    private Role FrontProxy() => new()
    {
        Name = "front-proxy",
        Program = _programs.FrontProxy,
        Environment = new Dictionary<string, string>([
            .. Listener("ingress_http", _options.FrontPort),
            Destination("service1", Url(_options.Service1Port)),
            Destination("zipkin", _zipkin)]),
        Ports = [new(_options.FrontPort, "--front-port")],
    };

    private KeyValuePair<string, string>[] App(string serviceName, int port) =>
        [new("SERVICE_NAME", serviceName), new("App__Port", $"{port}"), new("App__Sidecar", _programs.Sidecar)];

    private static KeyValuePair<string, string>[] Listener(string name, int port) =>
        [new($"Listeners__{name}__Address", "127.0.0.1"), new($"Listeners__{name}__Port", $"{port}")];

    // A cluster's one destination has the cluster's name.
    private static KeyValuePair<string, string> Destination(string cluster, string url) =>
        new($"ReverseProxy__Clusters__{cluster}__Destinations__{cluster}__Address", url);

    private static string Url(int port) => $"http://127.0.0.1:{port}";
}
