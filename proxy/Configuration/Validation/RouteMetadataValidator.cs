using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Configuration.Validation;

/// <summary>Validates the metadata of a route.</summary>
internal static class RouteMetadataValidator
{
    /// <summary>Validates the metadata of a route, which may come from a file or from code.</summary>
    /// <param name="path">The path of the metadata, such as <c>ReverseProxy:Routes:service1:Metadata</c>.</param>
    /// <param name="metadata">The metadata.</param>
    /// <param name="listeners">The names of the listeners that a route can belong to; without any, no metadata is required.</param>
    /// <exception cref="SettingException">A setting is missing, unknown or not allowed.</exception>
    public static void Check(string path, IReadOnlyDictionary<string, string>? metadata, IReadOnlyCollection<string> listeners)
    {
        List<KeyValuePair<string, string?>> values = [];
        foreach (var (key, value) in metadata ?? new Dictionary<string, string>())
        {
            values.Add(new(key, value));
        }

        var rule = new KnownNameRule("listeners", listeners, StringComparer.Ordinal);
        var section = RouteMetadataOptions.Section.With(nameof(RouteMetadataOptions.Listener), rule);
        SectionValidator.Check(path, values, listeners.Count == 0 ? WithoutRequired(section) : section);
    }

    private static OptionsSection WithoutRequired(OptionsSection section) =>
        section with { Options = [.. section.Options.Select(option => option with { IsRequired = false })] };
}
