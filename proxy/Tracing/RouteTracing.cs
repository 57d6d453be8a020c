using System.Globalization;
using Microsoft.Extensions.Configuration;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>
/// Reads the options of tracing from the metadata of a route. What the route doesn't have is the listener's. An option of a custom tag is an
/// entry of its own:
/// <code>
/// RandomSampling                        25
/// CustomTags:version:RequestHeader      x-version
/// CustomTags:version:DefaultValue       none
/// </code>
/// </summary>
internal static class RouteTracing
{
    private const string CustomTags = nameof(RouteMetadataOptions.CustomTags);

    private static readonly string[] Keys =
    [
        nameof(RouteMetadataOptions.ClientSampling),
        nameof(RouteMetadataOptions.RandomSampling),
        nameof(RouteMetadataOptions.OverallSampling),
        nameof(RouteMetadataOptions.KeepErrors),
        nameof(RouteMetadataOptions.KeepSlowerThan),
        nameof(RouteMetadataOptions.UpstreamOperation),
    ];

    /// <summary>Returns true for the key of an option of a custom tag.</summary>
    public static bool IsCustomTag(string key) => key.StartsWith(CustomTags + ConfigurationPath.KeyDelimiter, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns true for an operation that is formatted for each request.</summary>
    public static bool HasOperators(string operation) => operation.Contains('%', StringComparison.Ordinal);

    /// <summary>Validates what the declarations of the other options don't.</summary>
    /// <param name="path">The path of the metadata, for messages.</param>
    /// <param name="metadata">The metadata.</param>
    /// <exception cref="SettingException">A custom tag or a format isn't allowed.</exception>
    public static void Check(string path, IReadOnlyDictionary<string, string> metadata)
    {
        _ = ReadName(path, nameof(RouteMetadataOptions.Operation), metadata);
        _ = ReadName(path, nameof(RouteMetadataOptions.UpstreamOperation), metadata);
        _ = CreateCustomTags(path, metadata);
    }

    /// <summary>Creates the options of a route that <see cref="Check"/> has passed.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <param name="listener">The options of the route's listener; null when requests aren't traced.</param>
    /// <returns>Null when the route has no options of its own.</returns>
    public static TracingSettings? Create(IReadOnlyDictionary<string, string> metadata, TracingSettings? listener)
    {
        if (listener is null || !metadata.Any(IsOwn))
        {
            return null;
        }

        var tags = CreateCustomTags("", metadata);
        var operation = metadata.GetValueOrDefault(nameof(RouteMetadataOptions.Operation), "");
        return listener with
        {
            ClientSampling = PercentageOf(nameof(RouteMetadataOptions.ClientSampling)) ?? listener.ClientSampling,
            RandomSampling = PercentageOf(nameof(RouteMetadataOptions.RandomSampling)) ?? listener.RandomSampling,
            OverallSampling = PercentageOf(nameof(RouteMetadataOptions.OverallSampling)) ?? listener.OverallSampling,
            Kept = KeptRequests.Create(
                metadata.TryGetValue(nameof(RouteMetadataOptions.KeepErrors), out var errors) ? bool.Parse(errors) : listener.Kept is { Errors: true },
                metadata.FindDuration(nameof(RouteMetadataOptions.KeepSlowerThan)) ?? listener.Kept?.SlowerThan ?? TimeSpan.Zero),
            Operation = HasOperators(operation) ? TracingSettingsFactory.NameOf("", operation) : listener.Operation,
            UpstreamOperation = ReadName("", nameof(RouteMetadataOptions.UpstreamOperation), metadata) ?? listener.UpstreamOperation,
            CustomTags = tags.Count == 0 ? listener.CustomTags : Merge(tags, listener.CustomTags ?? []),
        };

        uint? PercentageOf(string key) =>
            metadata.TryGetValue(key, out var value) ? RuntimePercentage.ToScale(double.Parse(value, CultureInfo.InvariantCulture)) : null;
    }

    /// <summary>Reads the options of the custom tags, by their names.</summary>
    /// <param name="path">The path of the metadata, for messages.</param>
    /// <param name="metadata">The metadata.</param>
    /// <exception cref="SettingException">An option is unknown or not allowed.</exception>
    public static Dictionary<string, CustomTagOptions> ReadCustomTags(string path, IReadOnlyDictionary<string, string> metadata)
    {
        var entries = metadata.Where(entry => IsCustomTag(entry.Key)).Select(entry => KeyValuePair.Create(entry.Key, (string?)entry.Value)).ToList();
        if (entries.Count == 0)
        {
            return [];
        }

        var section = new ConfigurationBuilder().AddInMemoryCollection(entries).Build().GetSection(CustomTags);
        foreach (var tag in section.GetChildren())
        {
            SectionValidator.Check($"{path}:{tag.Path}", [.. tag.GetChildren().Select(child => KeyValuePair.Create(child.Key, child.Value))], CustomTagOptions.Section);
        }

        var tags = new Dictionary<string, CustomTagOptions>();
        section.Bind(tags);
        return tags;
    }

    private static Func<StreamInfo, string>? ReadName(string path, string key, IReadOnlyDictionary<string, string> metadata) =>
        TracingSettingsFactory.NameOf($"{path}:{key}", metadata.GetValueOrDefault(key, ""));

    private static List<CustomTag> CreateCustomTags(string path, IReadOnlyDictionary<string, string> metadata) =>
        [.. ReadCustomTags(path, metadata).Select(tag => CustomTagFactory.Create($"{path}:{CustomTags}:{tag.Key}", tag.Key, tag.Value))];

    private static bool IsOwn(KeyValuePair<string, string> entry) =>
        Keys.Contains(entry.Key, StringComparer.OrdinalIgnoreCase)
        || IsCustomTag(entry.Key)
        || (entry.Key.Equals(nameof(RouteMetadataOptions.Operation), StringComparison.OrdinalIgnoreCase) && HasOperators(entry.Value));

    // A tag of the route replaces the listener's of the same name.
    private static List<CustomTag> Merge(IReadOnlyCollection<CustomTag> own, IEnumerable<CustomTag> others) =>
        [.. own.Concat(others.Where(other => own.All(tag => !tag.Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase)))).OrderBy(tag => tag.Name, StringComparer.Ordinal)];
}
