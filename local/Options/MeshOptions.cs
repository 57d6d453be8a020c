namespace ZipkinMesh.Local.Options;

/// <summary>The options of the command line. Ports are TCP ports on 127.0.0.1; all must differ.</summary>
internal sealed record MeshOptions
{
    /// <summary>Gets <c>--front-port</c>, the port of the front proxy. Range: 1 to 65535. Default: 8000.</summary>
    public int FrontPort { get; init; } = 8000;

    /// <summary>Gets <c>--front-admin-port</c>, the admin port of the front proxy. Range: 1 to 65535. Default: 9901.</summary>
    public int FrontAdminPort { get; init; } = 9901;

    /// <summary>Gets <c>--zipkin-port</c>, the port of the embedded Zipkin. Range: 1 to 65535. Default: 9411.</summary>
    public int ZipkinPort { get; init; } = 9411;

    /// <summary>
    /// Gets <c>--otlp-http-port</c>, the port of the embedded Zipkin for OTLP over HTTP. Range: 1 to 65535. Default: none; the port of Zipkin
    /// accepts OTLP over HTTP, too.
    /// </summary>
    public int? OtlpHttpPort { get; init; }

    /// <summary>Gets <c>--otlp-grpc-port</c>, the port of the embedded Zipkin for OTLP over gRPC. Range: 1 to 65535. Default: none.</summary>
    public int? OtlpGrpcPort { get; init; }

    /// <summary>
    /// Gets <c>--storage-path</c>, the folder in which the embedded Zipkin keeps the spans; empty for none. Default: null, which is a folder beside
    /// the programs, one for each <c>--zipkin-port</c>.
    /// </summary>
    public string? StoragePath { get; init; }

    /// <summary>Gets <c>--zipkin</c>, the address of a running Zipkin, <c>http://host:port</c>. Default: none, which starts the embedded one.</summary>
    public Uri? Zipkin { get; init; }

    /// <summary>Gets a value indicating whether <c>--app-spans</c> is given: the apps record spans of their own. Default: false.</summary>
    public bool AppSpans { get; init; }

    /// <summary>Gets <c>--service1-port</c>, the ingress port of service 1's sidecar. Range: 1 to 65535. Default: 8001.</summary>
    public int Service1Port { get; init; } = 8001;

    /// <summary>Gets <c>--service1-egress-port</c>, the egress port of service 1's sidecar. Range: 1 to 65535. Default: 9000.</summary>
    public int Service1EgressPort { get; init; } = 9000;

    /// <summary>Gets <c>--service1-admin-port</c>, the admin port of service 1's sidecar. Range: 1 to 65535. Default: 19000.</summary>
    public int Service1AdminPort { get; init; } = 19000;

    /// <summary>Gets <c>--service1-app-port</c>, the port of service 1's app. Range: 1 to 65535. Default: 8081.</summary>
    public int Service1AppPort { get; init; } = 8081;

    /// <summary>Gets <c>--service2-port</c>, the ingress port of service 2's sidecar. Range: 1 to 65535. Default: 8002.</summary>
    public int Service2Port { get; init; } = 8002;

    /// <summary>Gets <c>--service2-app-port</c>, the port of service 2's app. Range: 1 to 65535. Default: 8082.</summary>
    public int Service2AppPort { get; init; } = 8082;

    /// <summary>Gets <c>--port-offset</c>, which is already added to the ports above that have no option. Range: 0 to 40000. Default: 0.</summary>
    public int PortOffset { get; init; }

    /// <summary>Gets <c>--services</c>, the number of services in the chain. Range: 2 to 20. Default: 2.</summary>
    public int Services { get; init; } = 2;

    /// <summary>Gets <c>--load</c>, the requests that the runner sends per second. Range: 0 to 1000. Default: 0.</summary>
    public int Load { get; init; }

    /// <summary>Gets <c>--errors</c>, the percentage of requests that each app answers with 500. Range: 0 to 100. Default: 0.</summary>
    public int Errors { get; init; }

    /// <summary>Gets <c>--delay</c>, the longest delay of a request by each app, in milliseconds. Range: 0 to 10000. Default: 0.</summary>
    public int Delay { get; init; }

    /// <summary>Gets a value indicating whether <c>--open</c> is given: the page of the traces opens in the browser. Default: false.</summary>
    public bool Open { get; init; }
}
