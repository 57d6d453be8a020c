using System.Globalization;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Upstreams.CircuitBreakers;

/// <summary>Represents the limits of a cluster, which are described in <see cref="ClusterMetadataOptions"/>.</summary>
internal sealed record Thresholds(int MaxConnections, int MaxPendingRequests, int MaxRequests, int MaxRetries)
{
    private static readonly ClusterMetadataOptions Defaults = new();

    /// <summary>Reads the metadata of a cluster, which has been validated.</summary>
    public static Thresholds Of(IReadOnlyDictionary<string, string>? metadata)
    {
        return new Thresholds(
            Read(nameof(Defaults.MaxConnections), Defaults.MaxConnections),
            Read(nameof(Defaults.MaxPendingRequests), Defaults.MaxPendingRequests),
            Read(nameof(Defaults.MaxRequests), Defaults.MaxRequests),
            Read(nameof(Defaults.MaxRetries), Defaults.MaxRetries));

        int Read(string key, int fallback) =>
            metadata is not null && metadata.TryGetValue(key, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : fallback;
    }
}
