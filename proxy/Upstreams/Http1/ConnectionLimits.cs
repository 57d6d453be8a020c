using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Upstreams.Http1;

/// <summary>
/// Represents the limits of a cluster's connections, which are described in <see cref="ClusterMetadataOptions"/>. Zero stands for no limit.
/// </summary>
internal sealed record ConnectionLimits(TimeSpan ConnectTimeout, TimeSpan IdleTimeout, TimeSpan MaxDuration, int MaxRequests, int MaxConnections)
{
    private static readonly ClusterMetadataOptions Defaults = new();

    /// <summary>Gets the limits of clusters that don't configure any.</summary>
    public static ConnectionLimits Default { get; } = Of(null);

    /// <summary>Reads the metadata of a cluster, which has been validated.</summary>
    public static ConnectionLimits Of(IReadOnlyDictionary<string, string>? metadata) => new(
        metadata.FindDuration(nameof(Defaults.ConnectTimeout)) ?? Defaults.ConnectTimeout,
        metadata.FindDuration(nameof(Defaults.IdleTimeout)) ?? Defaults.IdleTimeout,
        metadata.FindDuration(nameof(Defaults.MaxConnectionDuration)) ?? Defaults.MaxConnectionDuration,
        metadata.FindNumber(nameof(Defaults.MaxRequestsPerConnection)) ?? Defaults.MaxRequestsPerConnection,
        metadata.FindNumber(nameof(Defaults.MaxConnections)) ?? Defaults.MaxConnections);
}
