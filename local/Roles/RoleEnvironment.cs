using ZipkinMesh.Local.Options;

namespace ZipkinMesh.Local.Roles;

/// <summary>Makes the variables with which the processes of the mesh find each other.</summary>
internal sealed class RoleEnvironment(MeshOptions options, MeshPrograms programs, string zipkin)
{
    public KeyValuePair<string, string>[] App(string serviceName, int port) =>
    [
        new("SERVICE_NAME", serviceName), new("App__Port", $"{port}"), new("App__Sidecar", programs.Sidecar),
        .. options.Errors > 0 ? [new("App__ErrorPercent", $"{options.Errors}")] : Array.Empty<KeyValuePair<string, string>>(),
        .. options.Delay > 0 ? [new("App__MaxDelay", $"{options.Delay}")] : Array.Empty<KeyValuePair<string, string>>(),
        .. AppSpans(),
    ];

    public KeyValuePair<string, string>[] Tracing() =>
        [Destination("zipkin", zipkin), new("Tracing__TraceUrl", $"{zipkin}/zipkin/traces/{{traceId}}")];

    /// <summary>Returns the variables by which a service calls the next one, in addition to service2.json; none for the last service.</summary>
    public KeyValuePair<string, string>[] CallNext(int number)
    {
        if (number >= options.Services)
        {
            return [];
        }

        var next = $"service{number + 1}";
        var route = $"ReverseProxy__Routes__{next}__";
        return
        [
            new("App__Next", $"{number + 1}"),
            new("App__Egress", Url(EgressPort(number))),
            .. Listener("egress_http", EgressPort(number)),
            new("Listeners__egress_http__Direction", "Outbound"),
            new("Listeners__egress_http__RouteConfigName", $"{next}_route"),
            new("Listeners__egress_http__VirtualHost", next),
            new($"{route}ClusterId", next),
            new($"{route}Metadata__Listener", "egress_http"),
            new($"{route}Metadata__Operation", $"check_server{number + 1}"),
            new($"{route}Metadata__Prefix", $"/trace/{number + 1}"),
            Destination(next, Url(IngressPort(number + 1))),
        ];
    }

    public int IngressPort(int number) => 8000 + number + options.PortOffset;

    public int AppPort(int number) => 8080 + number + options.PortOffset;

    public int EgressPort(int number) => 9000 + number - 1 + options.PortOffset;

    public static KeyValuePair<string, string>[] Listener(string name, int port) =>
        [new($"Listeners__{name}__Address", "127.0.0.1"), new($"Listeners__{name}__Port", $"{port}")];

    // The file of the access log in /tmp may be another user's.
    public static KeyValuePair<string, string>[] Admin(int port) =>
        [new("Admin__Address", "127.0.0.1"), new("Admin__Port", $"{port}"), new("Admin__AccessLogPath", "")];

    // Each cluster has one destination, named like the cluster.
    public static KeyValuePair<string, string> Destination(string cluster, string url) =>
        new($"ReverseProxy__Clusters__{cluster}__Destinations__{cluster}__Address", url);

    public static string Url(int port) => $"http://127.0.0.1:{port}";

    private KeyValuePair<string, string>[] AppSpans() => options.AppSpans
        ? [new("OTEL_TRACES_EXPORTER", "zipkin"), new("OTEL_EXPORTER_ZIPKIN_ENDPOINT", $"{zipkin}/api/v2/spans")]
        : [];
}
