using System.Globalization;

namespace ZipkinMesh.Zipkin;

/// <summary>Reads single settings. One that is not there, or empty, has its default; one that can't be understood keeps the server from starting.</summary>
internal readonly struct SettingReader(IConfiguration configuration)
{
    /// <exception cref="SettingException"/>
    public int Number(string key, int unset, int least, int most) => (int)Number(key, (long)unset, least, most);

    /// <exception cref="SettingException"/>
    public long Number(string key, long unset, long least, long most)
    {
        if (Text(key) is not { } text)
        {
            return unset;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new SettingException(key, text, $"{least} to {most}");
    }

    /// <summary>From 0 to 1: <c>0.25</c>.</summary>
    /// <exception cref="SettingException"/>
    public double Share(string key, double unset)
    {
        if (Text(key) is not { } text)
        {
            return unset;
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1
            ? share
            : throw new SettingException(key, text, "0.0 to 1.0");
    }

    /// <exception cref="SettingException"/>
    public bool Flag(string key, bool unset)
    {
        if (Text(key) is not { } text)
        {
            return unset;
        }

        return bool.TryParse(text, out var flag) ? flag : throw new SettingException(key, text, "true or false");
    }

    /// <summary>Names separated by commas: <c>environment, region</c>.</summary>
    public string[] Names(string key) =>
        (Text(key) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Something a browser can be led to: <c>https://logs.example.com/find?id={traceId}</c>. Null when it is not there.</summary>
    /// <exception cref="SettingException"/>
    public string? WebAddress(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? text
            : throw new SettingException(key, text, "an address that begins with http:// or https://");
    }

    /// <summary>Null when it is not there, or empty.</summary>
    public string? Text(string key) => configuration[key] is { Length: > 0 } text ? text : null;
}
