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
    /// <param name="listeners">The names of the listeners that a route can belong to.</param>
    /// <exception cref="SettingException">A setting is missing, unknown or not allowed.</exception>
    public static void Check(string path, IReadOnlyDictionary<string, string>? metadata, IReadOnlyCollection<string> listeners)
    {
        var rule = new KnownNameRule("listeners", listeners, StringComparer.Ordinal);
        SectionValidator.Check(path, ValuesOf(metadata), RouteMetadataOptions.Section.With(nameof(RouteMetadataOptions.Listener), rule));
    }

    /// <summary>
    /// Validates the metadata of a route in an app without listeners: nothing is required, and the app may have entries of its own.
    /// </summary>
    /// <param name="path">The path of the metadata.</param>
    /// <param name="metadata">The metadata.</param>
    /// <exception cref="SettingException">A setting is not allowed.</exception>
    public static void CheckWithoutListeners(string path, IReadOnlyDictionary<string, string>? metadata)
    {
        var section = RouteMetadataOptions.Section;
        section = section with { Options = [.. section.Options.Select(option => option with { IsRequired = false })] };
        SectionValidator.Check(path, ValuesOf(metadata).FindAll(value => section.Find(value.Key) is not null), section);
    }

    private static List<KeyValuePair<string, string?>> ValuesOf(IReadOnlyDictionary<string, string>? metadata) =>
        metadata is null ? [] : [.. metadata.Select(value => KeyValuePair.Create(value.Key, (string?)value.Value))];
}
