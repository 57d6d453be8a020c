using Yarp.ReverseProxy.Configuration;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Upstreams.CircuitBreakers;

/// <summary>Represents the limits of a cluster, which are described in <see cref="ClusterMetadataOptions"/>.</summary>
internal sealed record Thresholds(int MaxConnections, int MaxPendingRequests, int MaxRequests, int MaxRetries)
{
    private static readonly ClusterMetadataOptions Defaults = new();

    /// <summary>Gets a value indicating that requests don't wait for one another's connection, because HTTP/2 sends many on each.</summary>
    public bool SharesConnections { get; private init; }

    /// <summary>Gets the number of requests that can be under way.</summary>
    public int MaxActive => SharesConnections ? MaxRequests : Math.Min(MaxConnections, MaxRequests);

    /// <summary>Reads the metadata of a cluster, which has been validated.</summary>
    public static Thresholds Of(ClusterConfig cluster)
    {
        var metadata = cluster.Metadata;
        return new Thresholds(
            metadata.FindNumber(nameof(Defaults.MaxConnections)) ?? Defaults.MaxConnections,
            metadata.FindNumber(nameof(Defaults.MaxPendingRequests)) ?? Defaults.MaxPendingRequests,
            metadata.FindNumber(nameof(Defaults.MaxRequests)) ?? Defaults.MaxRequests,
            metadata.FindNumber(nameof(Defaults.MaxRetries)) ?? Defaults.MaxRetries)
        {
            SharesConnections = cluster.HttpRequest?.Version?.Major == 2,
        };
    }
}
