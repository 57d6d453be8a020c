using System.Globalization;
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
    public static ConnectionLimits Of(IReadOnlyDictionary<string, string>? metadata)
    {
        return new ConnectionLimits(
            Duration(nameof(Defaults.ConnectTimeout), Defaults.ConnectTimeout),
            Duration(nameof(Defaults.IdleTimeout), Defaults.IdleTimeout),
            Duration(nameof(Defaults.MaxConnectionDuration), Defaults.MaxConnectionDuration),
            Number(nameof(Defaults.MaxRequestsPerConnection), Defaults.MaxRequestsPerConnection),
            Number(nameof(Defaults.MaxConnections), Defaults.MaxConnections));

        int Number(string key, int fallback) =>
            metadata is not null && metadata.TryGetValue(key, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : fallback;

        TimeSpan Duration(string key, TimeSpan fallback) =>
            metadata is not null && metadata.TryGetValue(key, out var value) ? TimeSpan.Parse(value, CultureInfo.InvariantCulture) : fallback;
    }
}
