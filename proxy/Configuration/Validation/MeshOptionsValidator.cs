using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.Json;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;
using ZipkinMesh.Proxy.AccessLog;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Proxy.Configuration.Validation;

/// <summary>Validates the configuration of a proxy: its declared sections, and what one section requires of another.</summary>
internal static class MeshOptionsValidator
{
    // What a program may have beside the declared sections. "$schema" is for editors.
    private const string LoggingSection = "Logging";
    private const string SchemaKey = "$schema";
    private const string ConfigPathKey = "config-path";

    private static readonly string[] Sections =
        [.. DeclaredSections.All.Select(section => section.Segments[0]).Distinct(), LoggingSection];

    /// <summary>Validates the whole configuration of a program.</summary>
    /// <exception cref="SettingException">A setting is missing, unknown or not allowed.</exception>
    public static void CheckProgram(IConfiguration configuration)
    {
        CheckTopLevel(configuration);
        if (!configuration.GetSection(nameof(ZipkinMeshOptions.Listeners)).GetChildren().Any())
        {
            throw SettingException.Missing(nameof(ZipkinMeshOptions.Listeners), "at least one, with Port and Direction");
        }

        Check(configuration, OpenTelemetryOptions.Read(configuration));
        CheckCollector(configuration);
        ReverseProxyValidator.Check(configuration);
    }

    /// <summary>Validates our sections, wherever they are: a program's configuration, or a section of another program's.</summary>
    /// <exception cref="SettingException">A setting is missing, unknown or not allowed.</exception>
    public static void Check(IConfiguration configuration) => Check(configuration, new OpenTelemetryOptions());

    private static void Check(IConfiguration configuration, OpenTelemetryOptions openTelemetry)
    {
        foreach (var section in DeclaredSections.Mesh)
        {
            SectionValidator.Check(configuration, section);
        }

        CheckReporting(configuration, openTelemetry);
        CheckTracing(configuration, openTelemetry, TracingOptions.Section);
        CheckTracing(configuration, openTelemetry, ListenerTracingOptions.Section);

        var traceUrl = configuration.GetSection(TracingOptions.Section.PathOf(nameof(TracingOptions.TraceUrl)));
        var traceUrlHeader = configuration.GetSection(TracingOptions.Section.PathOf(nameof(TracingOptions.TraceUrlHeader)));
        if (string.IsNullOrEmpty(traceUrl.Value) && !string.IsNullOrEmpty(traceUrlHeader.Value))
        {
            throw SettingException.Missing(traceUrl.Path, $"the address of a trace's page, for {traceUrlHeader.Path}");
        }

        var format = configuration.GetSection(AccessLogOptions.Section.PathOf(nameof(AccessLogOptions.Format)));
        if (format.Value is { } text)
        {
            _ = LineFormat.Parse(format.Path, text);
        }
    }

    private static void CheckReporting(IConfiguration configuration, OpenTelemetryOptions openTelemetry)
    {
        if (!HasTracing(configuration, openTelemetry))
        {
            return;
        }

        var cluster = configuration.GetSection(NodeOptions.Section.PathOf(nameof(NodeOptions.Cluster)));
        if (string.IsNullOrEmpty(cluster.Value))
        {
            throw SettingException.Missing(cluster.Path, "the service name of the spans (or --service-cluster NAME)");
        }

        var collector = configuration.GetSection(TracingOptions.Section.PathOf(nameof(TracingOptions.CollectorCluster)));
        if (openTelemetry.ExportsToZipkin && collector.Value is null)
        {
            throw SettingException.Missing(collector.Path, TracingOptions.Section.Find(collector.Key)!.Rule.Allowed);
        }
    }

    // Names, formats and custom tags, at the keys where they are set.
    private static void CheckTracing(IConfiguration configuration, OpenTelemetryOptions openTelemetry, OptionsSection section)
    {
        foreach (var found in section.FindIn(configuration).Cast<IConfigurationSection>())
        {
            if (!HasTracing(configuration, openTelemetry))
            {
                throw SettingException.Missing(TracingOptions.Section.Path, $"the section, as long as there is {found.Path}");
            }

            var options = new ListenerTracingOptions();
            found.Bind(options);
            _ = TracingSettingsFactory.Create(found.Path, options);
        }
    }

    // OTLP needs no section: its variable turns tracing on.
    private static bool HasTracing(IConfiguration configuration, OpenTelemetryOptions openTelemetry) =>
        configuration.GetSection(TracingOptions.Section.Path).Exists() || openTelemetry.ExportsOtlp;

    // Also runs for a changed file, which must not remove the collector's cluster.
    private static void CheckCollector(IConfiguration configuration)
    {
        var collector = configuration.GetSection(TracingOptions.Section.PathOf(nameof(TracingOptions.CollectorCluster)));
        var clusters = configuration.GetSection("ReverseProxy:Clusters").GetChildren().Select(cluster => cluster.Key).ToList();
        var rule = new KnownNameRule("clusters", clusters, StringComparer.OrdinalIgnoreCase);
        if (collector.Value is { } name && !rule.Allows(name))
        {
            throw SettingException.NotAllowed(collector.Path, name, rule.Allowed);
        }
    }

    // A misspelled section would be ignored without a word. The environment isn't checked: it has names that are for other programs.
    private static void CheckTopLevel(IConfiguration configuration)
    {
        var names = (configuration as IConfigurationRoot)?.Providers
            .Where(provider => provider is JsonConfigurationProvider or CommandLineConfigurationProvider)
            .SelectMany(provider => provider.GetChildKeys([], null))
            .Except([ConfigPathKey, SchemaKey]) ?? [];
        foreach (var name in names)
        {
            if (!Sections.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw SettingException.NotAllowed("configuration", name, string.Join(", ", Sections));
            }
        }
    }
}
