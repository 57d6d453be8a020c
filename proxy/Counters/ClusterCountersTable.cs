using System.Collections.Concurrent;
using Yarp.ReverseProxy.Model;

namespace ZipkinMesh.Proxy.Counters;

/// <summary>Holds the counts of all clusters. They begin with a cluster's HTTP client and end when the configuration drops the cluster.</summary>
internal sealed class ClusterCountersTable : IClusterChangeListener
{
    private readonly ConcurrentDictionary<string, ClusterCounters> _byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the number of clusters that were added since the start.</summary>
    public Counter Added { get; } = new();

    /// <summary>Gets the number of times that the configuration of a cluster changed.</summary>
    public Counter Modified { get; } = new();

    /// <summary>Gets the number of clusters that were removed.</summary>
    public Counter Removed { get; } = new();

    /// <summary>Returns the counts of a cluster.</summary>
    public ClusterCounters Get(string cluster) => _byName.GetOrAdd(cluster, static name => new ClusterCounters(name));

    public void OnClusterAdded(ClusterState cluster) => Added.Increment();

    // Also called when the name of a destination resolves to other addresses.
    public void OnClusterChanged(ClusterState cluster)
    {
        Modified.Increment();
        Get(cluster.ClusterId).KeepHosts(cluster.DestinationsState.AllDestinations.Select(destination => new Uri(destination.Model.Config.Address)));
    }

    public void OnClusterRemoved(ClusterState cluster)
    {
        Removed.Increment();
        _byName.TryRemove(cluster.ClusterId, out _);
    }
}
