using Microsoft.Extensions.Configuration;

namespace ZipkinMesh.Hosting.Options;

/// <summary>Reads declared settings that are in no section, such as environment variables.</summary>
public static class EnvironmentSettings
{
    /// <summary>
    /// Returns the declared settings alone, validated. An empty value counts as none, because a container can't unset a variable of its
    /// image.
    /// </summary>
    /// <param name="configuration">The configuration, which may have settings of other programs, too.</param>
    /// <param name="section">The declaration.</param>
    /// <exception cref="SettingException">A setting is missing or not allowed.</exception>
    public static IConfiguration Select(IConfiguration configuration, OptionsSection section)
    {
        Dictionary<string, string?> values = [];
        foreach (var option in section.Options)
        {
            var name = option.Switch?.Name ?? option.Key;
            if (configuration[option.Key] is { Length: > 0 } value)
            {
                values[option.Key] = option.Rule.Allows(value) ? value : throw SettingException.NotAllowed(name, value, option.Rule.Allowed);
            }
            else if (option.IsRequired)
            {
                throw SettingException.Missing(name, option.Rule.Allowed);
            }
        }

        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }
}
