namespace ZipkinMesh.Compare.Proxies;

/// <param name="Name">The name it has in statistics.</param>
/// <param name="Port">On 127.0.0.1.</param>
/// <param name="IsInbound">Whether its spans are of the kind SERVER; else CLIENT.</param>
/// <param name="Routes">Of its requests.</param>
internal sealed record ListenerSpec(string Name, int Port, bool IsInbound, IReadOnlyList<RouteSpec> Routes);
