using System.Globalization;
using ZipkinMesh.Hosting;

namespace ZipkinMesh.Zipkin.Options;

/// <summary>
/// Reads single settings. A setting that is missing or empty has its default value; an invalid one keeps the server from starting.
/// </summary>
internal readonly struct SettingReader(IConfiguration configuration)
{
    /// <exception cref="SettingException"/>
    public int Number(string key, int defaultValue, int min, int max) => (int)Number(key, (long)defaultValue, min, max);

    /// <exception cref="SettingException"/>
    public long Number(string key, long defaultValue, long min, long max)
    {
        if (Text(key) is not { } text)
        {
            return defaultValue;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw SettingException.NotAllowed(key, text, $"{min} to {max}");
    }

    /// <summary>Returns a number from 0 to 1, such as <c>0.25</c>.</summary>
    /// <exception cref="SettingException"/>
    public double Share(string key, double defaultValue)
    {
        if (Text(key) is not { } text)
        {
            return defaultValue;
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1
            ? share
            : throw SettingException.NotAllowed(key, text, "0.0 to 1.0");
    }

    /// <exception cref="SettingException"/>
    public bool Flag(string key, bool defaultValue)
    {
        if (Text(key) is not { } text)
        {
            return defaultValue;
        }

        return bool.TryParse(text, out var flag) ? flag : throw SettingException.NotAllowed(key, text, "true or false");
    }

    /// <summary>Returns names separated by commas, such as <c>environment, region</c>.</summary>
    public string[] Names(string key) =>
        (Text(key) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>
    /// Returns a URL that a browser can open, such as <c>https://logs.example.com/find?id={traceId}</c>, or null when it is missing.
    /// </summary>
    /// <exception cref="SettingException"/>
    public string? Url(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? text
            : throw SettingException.NotAllowed(key, text, "a URL that begins with http:// or https://");
    }

    /// <summary>Returns the text of a setting, or null when it is missing or empty.</summary>
    public string? Text(string key) => configuration[key] is { Length: > 0 } text ? text : null;
}
