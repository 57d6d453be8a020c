using System.Globalization;
using System.Net.Http;
using Microsoft.Extensions.Configuration;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Configuration.Validation;

/// <summary>
/// Validates the addresses, numbers, durations and flags in YARP's section <c>ReverseProxy</c>. YARP's own message for a value that it
/// can't parse doesn't name the key, and destinations are resolved before YARP's configuration filters run.
/// </summary>
internal static class ReverseProxyValidator
{
    // The values below these keys are text, whatever their names.
    private static readonly string[] TextSections = ["Metadata", "Transforms", "Values", "Extensions"];

    private static readonly (string Allowed, Predicate<string> Allows) Duration =
        Of(YarpRouteOptions.Section.Find(nameof(YarpRouteOptions.Timeout))!.Rule);

    private static readonly (string Allowed, Predicate<string> Allows) Flag = Of(new FlagRule());

    private static readonly (string Allowed, Predicate<string> Allows) Number = ("a number", v =>
        long.TryParse(v, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number is >= int.MinValue and <= int.MaxValue);

    private static readonly (string Allowed, Predicate<string> Allows) Size = ("a number of bytes", v =>
        long.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out _));

    private static readonly Dictionary<string, (string Allowed, Predicate<string> Allows)> Rules = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Timeout"] = Duration,
        ["ActivityTimeout"] = Duration,
        ["Interval"] = Duration,
        ["ReactivationPeriod"] = Duration,
        ["MaxAge"] = Duration,
        ["Expiration"] = Duration,
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

    /// <summary>Validates the section <c>ReverseProxy</c>.</summary>
    /// <exception cref="SettingException">A setting is missing or not allowed.</exception>
    public static void Check(IConfiguration configuration)
    {
        CheckValues(configuration.GetSection("ReverseProxy"));
        SectionValidator.Check(configuration, YarpRouteOptions.Section);
        SectionValidator.Check(configuration, YarpDestinationOptions.Section);
    }

    private static void CheckValues(IConfiguration section)
    {
        foreach (var setting in section.GetChildren())
        {
            if (setting.Value is not { } value)
            {
                if (!TextSections.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
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

    private static (string Allowed, Predicate<string> Allows) Of(IOptionRule rule) => (rule.Allowed, rule.Allows);
}
