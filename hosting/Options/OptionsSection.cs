using Microsoft.Extensions.Configuration;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Hosting.Options;

/// <summary>Represents the declared options of a configuration section.</summary>
/// <param name="Path">The path of the section; a name in braces stands for any key, as in <c>Listeners:{name}</c>.</param>
/// <param name="Description">The description, with code in backticks.</param>
/// <param name="Options">The options, in the order in which they are shown.</param>
public sealed record OptionsSection(string Path, string Description, IReadOnlyList<OptionDeclaration> Options)
{
    /// <summary>The segment of a path that stands for the elements of a list, whose keys are their numbers from 0.</summary>
    public const string Index = "{index}";

    /// <summary>Gets a value indicating whether the section may have keys that aren't declared.</summary>
    public bool AllowsOtherKeys { get; init; }

    /// <summary>Gets the keys of the sections below this one, which are declared on their own.</summary>
    public IReadOnlyList<string> Subsections { get; init; } = [];

    /// <summary>Gets the keys of the section's path, from the outermost one.</summary>
    public IReadOnlyList<string> Segments { get; } = Path.Split(ConfigurationPath.KeyDelimiter, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Returns the option with a key, in any case; null when there is none.</summary>
    /// <param name="key">The key.</param>
    public OptionDeclaration? Find(string key) => Options.FirstOrDefault(option => option.Key.Equals(key, StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns a copy in which one option has another rule, one that depends on the rest of the configuration.</summary>
    /// <param name="key">The key of the option.</param>
    /// <param name="rule">The rule.</param>
    public OptionsSection With(string key, IOptionRule rule) =>
        this with { Options = [.. Options.Select(option => option.Key == key ? option with { Rule = rule } : option)] };

    /// <summary>Returns a copy for the same options at another path.</summary>
    /// <param name="path">The path.</param>
    public OptionsSection At(string path) => new(path, Description, Options) { AllowsOtherKeys = AllowsOtherKeys, Subsections = Subsections };

    /// <summary>Returns true for the key of a section below this one, in any case.</summary>
    /// <param name="key">The key.</param>
    public bool HasSubsection(string key) => Subsections.Contains(key, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the path of an option of this section.</summary>
    /// <param name="key">The key of the option.</param>
    public string PathOf(string key) => Segments.Count == 0 ? key : ConfigurationPath.Combine(Path, key);

    /// <summary>Returns true when a segment of a path stands for any key.</summary>
    /// <param name="segment">The segment.</param>
    public static bool IsPlaceholder(string segment) => segment.StartsWith('{');

    /// <summary>Finds the sections of a configuration that have this section's path.</summary>
    /// <param name="configuration">The configuration, or the section of it that the path begins in.</param>
    public IEnumerable<IConfiguration> FindIn(IConfiguration configuration)
    {
        IEnumerable<IConfiguration> found = [configuration];
        foreach (var segment in Segments)
        {
            found = IsPlaceholder(segment)
                ? found.SelectMany(section => section.GetChildren())
                : found.Select(section => section.GetSection(segment)).Where(section => section.Exists());
        }

        return found;
    }
}
