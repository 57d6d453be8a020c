namespace ZipkinMesh.Bench.Harness.Proxies;

/// <summary>Describes a cluster of endpoints.</summary>
/// <param name="Name">The name that routes refer to.</param>
/// <param name="Endpoints">The endpoints, each as <c>address:port</c>; used in turn.</param>
public sealed record ClusterSpec(string Name, IReadOnlyList<string> Endpoints)
{
    public static ClusterSpec Local(string name, int port) => new(name, [$"127.0.0.1:{port}"]);
}
