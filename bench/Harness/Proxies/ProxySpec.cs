namespace ZipkinMesh.Bench.Harness.Proxies;

/// <summary>Describes the work of a proxy, independent of the program. Each program's configuration is written from it.</summary>
public sealed record ProxySpec
{
    /// <summary>The service name of its spans.</summary>
    public required string Cluster { get; init; }

    public required string Node { get; init; }

    public required Mode Mode { get; init; }

    public required IReadOnlyList<ListenerSpec> Listeners { get; init; }

    public required IReadOnlyList<ClusterSpec> Clusters { get; init; }

    public required int CollectorPort { get; init; }

    /// <summary>The path that spans are posted to. Each contender has its own, so spans are counted by path.</summary>
    public required string CollectorPath { get; init; }

    /// <summary>True for the sidecar's program; false: the front proxy's. Of our builds only.</summary>
    public bool IsSidecar { get; init; }

    /// <summary>True when routes match by YARP's <c>Match:Path</c>; false: by the metadata's <c>Prefix</c>. Of our builds only.</summary>
    public bool MatchesByPath { get; init; }

    /// <summary>The route's timeout; null for the default of 15 s.</summary>
    public TimeSpan? RouteTimeout { get; init; }

    /// <summary>Creates the sandbox's front proxy: one route to one cluster, which returns the ids.</summary>
    public static ProxySpec Front(Mode mode, int port, IReadOnlyList<string> endpoints, int collectorPort, string collectorPath) => new()
    {
        Cluster = "front-proxy",
        Node = "front-envoy",
        Mode = mode,
        Listeners = [new ListenerSpec("ingress_http", port, IsInbound: false, [new RouteSpec("/", "service1", "check_server1", ReturnsIds: true)])],
        Clusters = [new ClusterSpec("service1", endpoints)],
        CollectorPort = collectorPort,
        CollectorPath = collectorPath,
    };
}
