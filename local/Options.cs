namespace ZipkinMesh.Local;

/// <summary>What the command line may change. Ports are TCP ports on 127.0.0.1, 1 to 65535, each another one.</summary>
internal sealed record Options
{
    /// <summary><c>--front-port</c>: where the mesh takes requests; default 8000.</summary>
    public int FrontPort { get; init; } = 8000;

    /// <summary><c>--zipkin-port</c>: the embedded Zipkin's; default 9411.</summary>
    public int ZipkinPort { get; init; } = 9411;

    /// <summary><c>--zipkin</c>: a Zipkin that already runs, <c>http://host:port</c>, instead of the embedded one; default none.</summary>
    public Uri? Zipkin { get; init; }

    /// <summary><c>--service1-port</c>: ingress of service 1's sidecar; default 8001.</summary>
    public int Service1Port { get; init; } = 8001;

    /// <summary><c>--service1-egress-port</c>: egress of service 1's sidecar; default 9000.</summary>
    public int Service1EgressPort { get; init; } = 9000;

    /// <summary><c>--service1-app-port</c>: service 1's app; default 8081.</summary>
    public int Service1AppPort { get; init; } = 8081;

    /// <summary><c>--service2-port</c>: ingress of service 2's sidecar; default 8002.</summary>
    public int Service2Port { get; init; } = 8002;

    /// <summary><c>--service2-app-port</c>: service 2's app; default 8082.</summary>
    public int Service2AppPort { get; init; } = 8082;
}
