using Microsoft.Extensions.Configuration;

namespace ZipkinMesh.Hosting.Options;

/// <summary>
/// Validates settings against their declarations. Works on the text of the settings, before binding, so that a word where a number
/// belongs and a number out of range get the same message: key, value and what is allowed.
/// </summary>
public static class SectionValidator
{
    /// <summary>Validates every section that has the declared path.</summary>
    /// <param name="configuration">The configuration, or the section of it that the declared path begins in.</param>
    /// <param name="section">The declaration.</param>
    /// <exception cref="SettingException">A setting is missing, unknown or not allowed.</exception>
    public static void Check(IConfiguration configuration, OptionsSection section)
    {
        foreach (var found in section.FindIn(configuration))
        {
            Check((found as IConfigurationSection)?.Path ?? "", ValuesOf(found, section), section);
        }
    }

    /// <summary>Validates the settings of one section.</summary>
    /// <param name="path">The path of the section, for messages.</param>
    /// <param name="values">The keys and values of the section.</param>
    /// <param name="section">The declaration.</param>
    /// <exception cref="SettingException">A setting is missing, unknown or not allowed.</exception>
    public static void Check(string path, IReadOnlyCollection<KeyValuePair<string, string?>> values, OptionsSection section)
    {
        foreach (var (key, value) in values)
        {
            if (string.IsNullOrEmpty(value) && section.HasSubsection(key))
            {
                continue;
            }

            if (section.Find(key) is not { } option)
            {
                throw SettingException.NotAllowed(path, key, string.Join(", ", section.Options.Select(known => known.Key).Concat(section.Subsections)));
            }

            if (!option.Rule.Allows(value ?? ""))
            {
                throw SettingException.NotAllowed(Combine(path, key), value ?? "", option.Rule.Allowed);
            }
        }

        foreach (var option in section.Options)
        {
            if (option.IsRequired && !values.Any(value => value.Key.Equals(option.Key, StringComparison.OrdinalIgnoreCase)))
            {
                throw SettingException.Missing(Combine(path, option.Key), option.Rule.Allowed);
            }
        }
    }

    // In a section that may have other keys only the declared ones are read: YARP's may be thousands of routes.
    private static List<KeyValuePair<string, string?>> ValuesOf(IConfiguration configuration, OptionsSection section) => section.AllowsOtherKeys
        ? [.. section.Options.Select(option => KeyValuePair.Create(option.Key, configuration[option.Key])).Where(value => value.Value is not null)]
        : [.. configuration.GetChildren().Select(child => KeyValuePair.Create(child.Key, child.Value))];

    private static string Combine(string path, string key) => path.Length == 0 ? key : ConfigurationPath.Combine(path, key);
}
