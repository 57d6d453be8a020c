namespace ZipkinMesh.Compare.Proxies;

/// <param name="Name">What routes refer to.</param>
/// <param name="Endpoints">Each <c>address:port</c>, taken in turn.</param>
internal sealed record ClusterSpec(string Name, IReadOnlyList<string> Endpoints)
{
    public static ClusterSpec Local(string name, int port) => new(name, [$"127.0.0.1:{port}"]);
}
