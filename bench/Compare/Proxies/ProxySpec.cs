namespace ZipkinMesh.Compare.Proxies;

/// <summary>What a proxy has to do, whichever program it is: each gets its configuration from the same description.</summary>
internal sealed record ProxySpec
{
    /// <summary>The service name of its spans.</summary>
    public required string Cluster { get; init; }

    public required string Node { get; init; }

    public required Mode Mode { get; init; }

    public required IReadOnlyList<ListenerSpec> Listeners { get; init; }

    public required IReadOnlyList<ClusterSpec> Clusters { get; init; }

    public required int CollectorPort { get; init; }

    /// <summary>The path spans are posted to: each contender has its own, and spans are counted by it.</summary>
    public required string CollectorPath { get; init; }

    /// <summary>Ours only: the sidecar's program in place of the front proxy's.</summary>
    public bool IsSidecar { get; init; }

    /// <summary>Ours only: routes are matched by YARP's <c>Match:Path</c> in place of the metadata's <c>Prefix</c>.</summary>
    public bool MatchesByPath { get; init; }

    /// <summary>The sandbox's front: everything goes to one cluster, and the ids are answered.</summary>
    public static ProxySpec Front(Mode mode, int port, IReadOnlyList<string> endpoints, int collectorPort, string collectorPath) => new()
    {
        Cluster = "front-proxy",
        Node = "front-envoy",
        Mode = mode,
        Listeners = [new ListenerSpec("ingress_http", port, IsInbound: false, [new RouteSpec("/", "service1", "check_server1", AnswersIds: true)])],
        Clusters = [new ClusterSpec("service1", endpoints)],
        CollectorPort = collectorPort,
        CollectorPath = collectorPath,
    };
}
