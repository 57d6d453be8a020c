using Yarp.ReverseProxy.Model;
using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Upstreams.CircuitBreakers;
using ZipkinMesh.Proxy.Upstreams.OutlierDetection;

namespace ZipkinMesh.Proxy.Stats;

/// <summary>Provides what the statistics of a cluster are read from.</summary>
internal sealed class ClusterSource(ClusterState state, ClusterCounters counters, ClusterResources resources, OutlierDetectionPolicy outliers)
{
    public string Name => state.ClusterId;

    public ClusterCounters Counters => counters;

    public Thresholds Thresholds => resources.Thresholds;

    /// <summary>Gets the number of tries that wait for a connection.</summary>
    public long Pending => Math.Max(0, -counters.PendingEnded.Value + counters.Pending.Value);

    /// <summary>Gets the number of tries that have a connection.</summary>
    public long Active => Math.Max(0, resources.Active - Math.Max(0, Pending - resources.Pending));

    /// <summary>Gets the number of connections that are open or being opened.</summary>
    public long Connections => counters.OpenConnections;

    /// <summary>Gets the number of connections that were closed.</summary>
    public long Closed => counters.ClosedLocally.Value + counters.ClosedRemotely.Value;

    public int Retries => resources.Retries;

    /// <summary>Gets the number of requests that take a place of the circuit breakers.</summary>
    public int Places => resources.Active;

    public int Waiting => resources.Pending;

    public int Members => state.DestinationsState.AllDestinations.Count;

    public int Healthy => state.DestinationsState.AllDestinations.Count(
        destination => destination.Health is { Active: not DestinationHealth.Unhealthy, Passive: not DestinationHealth.Unhealthy });

    public int Ejected => outliers.CountEjected(state);
}
