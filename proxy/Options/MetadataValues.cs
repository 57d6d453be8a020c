using System.Globalization;

namespace ZipkinMesh.Proxy.Options;

/// <summary>Reads the values of the metadata of routes and clusters, which have been validated.</summary>
internal static class MetadataValues
{
    /// <summary>Returns an integer; null when it isn't set.</summary>
    public static int? FindNumber(this IReadOnlyDictionary<string, string>? metadata, string key) =>
        metadata is not null && metadata.TryGetValue(key, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : null;

    /// <summary>Returns a duration; null when it isn't set.</summary>
    public static TimeSpan? FindDuration(this IReadOnlyDictionary<string, string>? metadata, string key) =>
        metadata is not null && metadata.TryGetValue(key, out var value) ? TimeSpan.Parse(value, CultureInfo.InvariantCulture) : null;
}
