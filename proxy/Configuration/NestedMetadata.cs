using Microsoft.Extensions.Configuration;

namespace ZipkinMesh.Proxy.Configuration;

/// <summary>
/// Reads the sections below the metadata of routes, which YARP doesn't read: it keeps their names, without a value. Their entries get flat
/// keys:
/// <code>
/// "Metadata": { "Listener": "ingress_http", "CustomTags": { "version": { "RequestHeader": "x-version" } } }
///
/// Listener                            ingress_http
/// CustomTags:version:RequestHeader    x-version
/// </code>
/// </summary>
/// <param name="reverseProxy">The section <c>ReverseProxy</c> that YARP reads.</param>
internal sealed class NestedMetadata(IConfiguration reverseProxy)
{
    /// <summary>Returns the metadata of a route with the entries of its sections.</summary>
    /// <param name="route">The name of the route.</param>
    /// <param name="metadata">The metadata as YARP has read them; null for none.</param>
    public Dictionary<string, string> Flatten(string route, IReadOnlyDictionary<string, string>? metadata)
    {
        var flat = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in metadata ?? new Dictionary<string, string>())
        {
            if (value is not null)
            {
                flat[key] = value;
                continue;
            }

            var path = ConfigurationPath.Combine("Routes", route, "Metadata", key);
            foreach (var (name, entry) in reverseProxy.GetSection(path).AsEnumerable(makePathsRelative: true))
            {
                if (entry is not null)
                {
                    flat[ConfigurationPath.Combine(key, name)] = entry;
                }
            }
        }

        return flat;
    }
}
