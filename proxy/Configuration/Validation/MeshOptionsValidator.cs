using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.Json;
using ZipkinMesh.Hosting;

namespace ZipkinMesh.Proxy.Configuration.Validation;

/// <summary>
/// What is allowed in our own sections. Checked on the text of the settings, before binding, so that a word where a number
/// belongs and a number out of range are answered alike: by key, value and what is allowed.
/// </summary>
internal static class MeshOptionsValidator
{
    private static readonly Dictionary<string, Rule> Node = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Id"] = Rule.Any,
        ["Cluster"] = Rule.Any,
    };

    private static readonly Dictionary<string, Rule> Listener = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Address"] = new("an IP address", v => IPAddress.TryParse(v, out _)),
        ["Port"] = new("0 to 65535 (0: any free port)", v => IsInteger(v, 0, IPEndPoint.MaxPort), Needed: true),
        ["Direction"] = new("Inbound, Outbound", v => v.Equals("Inbound", StringComparison.OrdinalIgnoreCase)
            || v.Equals("Outbound", StringComparison.OrdinalIgnoreCase), Needed: true),
    };

    private static readonly Dictionary<string, Rule> Tracing = new(StringComparer.OrdinalIgnoreCase)
    {
        ["CollectorCluster"] = new("the name of a cluster", v => v.Length > 0, Needed: true),
        ["CollectorEndpoint"] = new("a path that begins with /", v => v.StartsWith('/')),
        ["ClientSampling"] = Rule.Percentage,
        ["RandomSampling"] = Rule.Percentage,
        ["OverallSampling"] = Rule.Percentage,
        ["FlushInterval"] = new("00:00:00.010 to 00:01:00", v => TimeSpan.TryParse(v, CultureInfo.InvariantCulture, out var t)
            && t >= TimeSpan.FromMilliseconds(10) && t <= TimeSpan.FromMinutes(1)),
        ["MaxQueuedSpans"] = new("512 to 1000000", v => IsInteger(v, 512, 1_000_000)),
    };

    private static readonly string[] Sections = ["Node", "Listeners", "Tracing", "ReverseProxy", "Logging"];

    public static void Check(IConfiguration configuration)
    {
        CheckSections(configuration);
        CheckSection(configuration.GetSection("Node"), Node);

        var listeners = configuration.GetSection("Listeners").GetChildren().ToList();
        if (listeners.Count == 0)
        {
            throw SettingException.Missing("Listeners", "at least one, with Port and Direction");
        }

        foreach (var listener in listeners)
        {
            CheckSection(listener, Listener);
        }

        var tracing = configuration.GetSection("Tracing");
        if (tracing.Exists())
        {
            CheckSection(tracing, Tracing);
            if (string.IsNullOrEmpty(configuration["Node:Cluster"]))
            {
                throw SettingException.Missing("Node:Cluster", "the service name of the spans (or --service-cluster NAME)");
            }

            var collector = tracing["CollectorCluster"]!;
            var clusters = configuration.GetSection("ReverseProxy:Clusters").GetChildren().Select(c => c.Key).ToList();
            if (!clusters.Contains(collector, StringComparer.OrdinalIgnoreCase))
            {
                throw SettingException.NotAllowed("Tracing:CollectorCluster", collector, "one of the clusters: " + string.Join(", ", clusters));
            }
        }

        ReverseProxyValidator.Check(configuration);
    }

    // A section under a wrong name would be no section at all. The environment has many names that are not for us.
    private static void CheckSections(IConfiguration configuration)
    {
        var told = (configuration as IConfigurationRoot)?.Providers
            .Where(provider => provider is JsonConfigurationProvider or CommandLineConfigurationProvider)
            .SelectMany(provider => provider.GetChildKeys([], null))
            .Except(["config-path"]) ?? [];
        foreach (var name in told)
        {
            if (!Sections.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw SettingException.NotAllowed("configuration", name, string.Join(", ", Sections));
            }
        }
    }

    private static void CheckSection(IConfigurationSection section, Dictionary<string, Rule> rules)
    {
        foreach (var setting in section.GetChildren())
        {
            if (!rules.TryGetValue(setting.Key, out var rule))
            {
                throw SettingException.NotAllowed(section.Path, setting.Key, string.Join(", ", rules.Keys));
            }

            if (!rule.Allows(setting.Value ?? ""))
            {
                throw SettingException.NotAllowed(setting.Path, setting.Value ?? "", rule.Allowed);
            }
        }

        foreach (var (key, rule) in rules)
        {
            if (rule.Needed && section[key] is null)
            {
                throw SettingException.Missing($"{section.Path}:{key}", rule.Allowed);
            }
        }
    }

    private static bool IsInteger(string value, int from, int to) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to;

    private sealed record Rule(string Allowed, Func<string, bool> Allows, bool Needed = false)
    {
        public static readonly Rule Any = new("any text", _ => true);

        public static readonly Rule Percentage = new("0 to 100 (percent)", v =>
            double.TryParse(v, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is >= 0 and <= 100);
    }
}
