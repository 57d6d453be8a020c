using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Proxy.Configuration.Validation;

/// <summary>Validates the metadata of a route.</summary>
internal static class RouteMetadataValidator
{
    /// <summary>
    /// Validates the metadata of a route, which may come from a file or from code. Keys with a dot are the user's own. In an app without
    /// listeners nothing is required, and the app may have any other entries.
    /// </summary>
    /// <param name="path">The path of the metadata, such as <c>ReverseProxy:Routes:service1:Metadata</c>.</param>
    /// <param name="metadata">The metadata.</param>
    /// <param name="listeners">The names of the listeners that a route can belong to.</param>
    /// <exception cref="SettingException">A setting is missing, unknown or not allowed.</exception>
    public static void Check(string path, IReadOnlyDictionary<string, string> metadata, IReadOnlyCollection<string> listeners)
    {
        var section = RouteMetadataOptions.Section.With(nameof(RouteMetadataOptions.Listener), new KnownNameRule("listeners", listeners, StringComparer.Ordinal));
        var values = metadata.Where(entry => !RouteTracing.IsCustomTag(entry.Key)).Select(entry => KeyValuePair.Create(entry.Key, (string?)entry.Value));
        if (listeners.Count == 0)
        {
            values = values.Where(entry => section.Find(entry.Key) is not null);
            section = section with { Options = [.. section.Options.Select(option => option with { IsRequired = false })] };
        }

        SectionValidator.Check(path, [.. values.Where(entry => !entry.Key.Contains('.', StringComparison.Ordinal))], section);
        RouteTracing.Check(path, metadata);
    }
}
