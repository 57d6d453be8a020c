using Yarp.ReverseProxy;
using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Upstreams.CircuitBreakers;

namespace ZipkinMesh.Proxy.Admin.Clusters;

/// <summary>Reads the state of the clusters.</summary>
internal sealed class ClusterStatuses(IProxyStateLookup state, ClusterCountersTable counters)
{
    /// <summary>Returns all clusters, ordered by their names.</summary>
    public IEnumerable<ClusterStatus> Read() =>
        from cluster in state.GetClusters().OrderBy(cluster => cluster.ClusterId, StringComparer.Ordinal)
        let counts = counters.Get(cluster.ClusterId)
        select new ClusterStatus(
            cluster.ClusterId,
            Thresholds.Of(cluster.Model.Config),
            [.. cluster.DestinationsState.AllDestinations.Select(destination => new ClusterHost(destination, counts))]);
}
