namespace ZipkinMesh.Bench.Harness.Proxies;

/// <summary>Describes a route.</summary>
/// <param name="Prefix">The prefix of matching paths.</param>
/// <param name="Cluster">The name of the cluster.</param>
/// <param name="Operation">The name of the spans.</param>
/// <param name="ReturnsIds">True when trace id and request id are added to responses, as the sandbox's front proxy does.</param>
public sealed record RouteSpec(string Prefix, string Cluster, string Operation, bool ReturnsIds = false);
