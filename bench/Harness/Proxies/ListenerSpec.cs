namespace ZipkinMesh.Bench.Harness.Proxies;

/// <summary>Describes a listener on 127.0.0.1.</summary>
/// <param name="Name">The name used in statistics.</param>
/// <param name="Port">The port.</param>
/// <param name="IsInbound">True when its spans are of kind SERVER; false: CLIENT.</param>
/// <param name="Routes">The routes of its requests.</param>
public sealed record ListenerSpec(string Name, int Port, bool IsInbound, IReadOnlyList<RouteSpec> Routes);
