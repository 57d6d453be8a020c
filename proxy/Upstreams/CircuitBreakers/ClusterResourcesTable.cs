using System.Runtime.CompilerServices;
using Yarp.ReverseProxy.Model;
using ZipkinMesh.Proxy.Counters;

namespace ZipkinMesh.Proxy.Upstreams.CircuitBreakers;

/// <summary>Finds the <see cref="ClusterResources"/> of a cluster, which live as long as the cluster and survive changes of its configuration.</summary>
internal sealed class ClusterResourcesTable(ClusterCountersTable counters)
{
    private readonly ConditionalWeakTable<ClusterState, Entry> _entries = [];

    public ClusterResources Get(ClusterState cluster)
    {
        var model = cluster.Model;
        if (!_entries.TryGetValue(cluster, out var entry))
        {
            entry = _entries.GetValue(cluster, cluster => new Entry(cluster.Model, counters.Get(cluster.ClusterId)));
        }

        if (!ReferenceEquals(entry.Model, model))
        {
            entry.Resources.Thresholds = Thresholds.Of(model.Config);
            entry.Model = model;
        }

        return entry.Resources;
    }

    private sealed class Entry(ClusterModel model, ClusterCounters counters)
    {
        public ClusterModel Model { get; set; } = model;

        public ClusterResources Resources { get; } = new(Thresholds.Of(model.Config), counters);
    }
}
