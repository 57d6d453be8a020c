using ZipkinMesh.Proxy.Upstreams.CircuitBreakers;

namespace ZipkinMesh.Proxy.Admin.Clusters;

/// <summary>Represents the state of a cluster.</summary>
internal sealed record ClusterStatus(string Name, Thresholds Thresholds, IReadOnlyList<ClusterHost> Hosts);
