using System.Globalization;
using System.Net.Http;
using Microsoft.Extensions.Configuration;
using ZipkinMesh.Hosting;

namespace ZipkinMesh.Proxy.Configuration.Validation;

/// <summary>
/// What is allowed where YARP's section <c>ReverseProxy</c> has an address, a number, a time or a yes or no. YARP's own answer to
/// a value it can't read does not say where it stands, and destinations are resolved before its filters could look at them.
/// </summary>
internal static class ReverseProxyValidator
{
    // What stands in these is text, whatever it is called.
    private static readonly string[] OfTexts = ["Metadata", "Transforms", "Values", "Extensions"];

    private static readonly (string Allowed, Predicate<string> Allows) Time = ("00:00:00 to 1.00:00:00, such as 00:00:15", v =>
        TimeSpan.TryParse(v, CultureInfo.InvariantCulture, out var time) && time >= TimeSpan.Zero && time <= TimeSpan.FromDays(1));

    private static readonly (string Allowed, Predicate<string> Allows) Flag = ("true, false", v => bool.TryParse(v, out _));

    private static readonly (string Allowed, Predicate<string> Allows) Number = ("a number", v =>
        long.TryParse(v, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number is >= int.MinValue and <= int.MaxValue);

    private static readonly (string Allowed, Predicate<string> Allows) Size = ("a number of bytes", v =>
        long.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out _));

    private static readonly Dictionary<string, (string Allowed, Predicate<string> Allows)> Rules = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Timeout"] = Time,
        ["ActivityTimeout"] = Time,
        ["Interval"] = Time,
        ["ReactivationPeriod"] = Time,
        ["MaxAge"] = Time,
        ["Expiration"] = Time,
        ["Order"] = Number,
        ["MaxConnectionsPerServer"] = Number,
        ["MaxRequestBodySize"] = Size,
        ["Enabled"] = Flag,
        ["IsCaseSensitive"] = Flag,
        ["HttpOnly"] = Flag,
        ["IsEssential"] = Flag,
        ["AllowResponseBuffering"] = Flag,
        ["EnableMultipleHttp2Connections"] = Flag,
        ["DangerousAcceptAnyServerCertificate"] = Flag,
        ["BypassOnLocal"] = Flag,
        ["UseDefaultCredentials"] = Flag,
        ["Version"] = ("1.0, 1.1, 2", v => v is "1.0" or "1.1" or "2" or "2.0"),
        ["VersionPolicy"] = (string.Join(", ", Enum.GetNames<HttpVersionPolicy>()), v => Enum.TryParse<HttpVersionPolicy>(v, ignoreCase: true, out _)),
    };

    public static void Check(IConfiguration configuration)
    {
        var section = configuration.GetSection("ReverseProxy");
        CheckValues(section);
        foreach (var destination in section.GetSection("Clusters").GetChildren().SelectMany(c => c.GetSection("Destinations").GetChildren()))
        {
            CheckAddress($"{destination.Path}:Address", destination["Address"]);
        }
    }

    private static void CheckAddress(string key, string? address)
    {
        const string Allowed = "an http or https URL, such as http://service1:8000";
        if (string.IsNullOrEmpty(address))
        {
            throw SettingException.Missing(key, Allowed);
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            throw SettingException.NotAllowed(key, address, Allowed);
        }
    }

    private static void CheckValues(IConfiguration section)
    {
        foreach (var setting in section.GetChildren())
        {
            if (setting.Value is not { } value)
            {
                if (!OfTexts.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
                {
                    CheckValues(setting);
                }
            }
            else if (Rules.TryGetValue(setting.Key, out var rule) && !rule.Allows(value))
            {
                throw SettingException.NotAllowed(setting.Path, value, rule.Allowed);
            }
        }
    }
}
