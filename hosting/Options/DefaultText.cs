using System.Globalization;

namespace ZipkinMesh.Hosting.Options;

/// <summary>Formats defaults as a user would write them in a configuration file.</summary>
public static class DefaultText
{
    /// <summary>Formats the default of an option.</summary>
    /// <param name="value">The value that the property has in a new object.</param>
    public static string Of(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        Uri url => url.OriginalString,
        IEnumerable<string> texts => string.Join(", ", texts),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
