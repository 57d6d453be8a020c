using System.ComponentModel.DataAnnotations;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.App.Options;

/// <summary>The settings of the app and its host, from the environment and the command line.</summary>
[OptionsSection("", AllowsOtherKeys = true)]
internal sealed partial class AppOptions
{
    public const string PortKey = "App:Port";
    public const string SidecarKey = "App:Sidecar";

    private const string DefaultSidecar = "sidecar";
    private const string Zipkin = "zipkin";
    private const string Otlp = "otlp";

    /// <summary>
    /// The number in <c>service1</c> and <c>service2</c>, which names the sidecar's cluster and configuration file.
    /// </summary>
    [ConfigurationKeyName("SERVICE_NAME")]
    [Required]
    [ServiceName]
    public string ServiceName { get; set; } = "";

    /// <summary>The TCP port on the loopback address.</summary>
    [ConfigurationKeyName(PortKey)]
    [Range(1, 65535)]
    public int Port { get; set; } = 8080;

    /// <summary>The address of the sidecar's egress listener.</summary>
    [ConfigurationKeyName("App:Egress")]
    [HttpAddress]
    public Uri Egress { get; set; } = new("http://localhost:9000");

    /// <summary>The number of the service that <c>/trace/{n}</c> calls through the egress. Empty for 2 if the app is service 1, otherwise for none.</summary>
    [ConfigurationKeyName("App:Next")]
    [NextServiceName]
    public string Next { get; set; } = "";

    /// <summary>The percentage of requests that get 500 instead of a greeting.</summary>
    [ConfigurationKeyName("App:ErrorPercent")]
    [Range(0, 100)]
    public int ErrorPercent { get; set; }

    /// <summary>The longest time, in milliseconds, that a request waits before it is handled. Each request waits a random part of it.</summary>
    [ConfigurationKeyName("App:MaxDelay")]
    [Range(0, 10_000)]
    public int MaxDelay { get; set; }

    /// <summary>
    /// The sidecar program, which the app starts and stops. The default is in the app's folder; other relative paths begin in the
    /// working directory.
    /// </summary>
    [ConfigurationKeyName(SidecarKey)]
    [SidecarProgram]
    public string? Sidecar { get; set; } = DefaultSidecar;

    /// <summary>
    /// The exporters of the app's own spans, as in OpenTelemetry. With none, the app records no spans, and copies the tracing headers of a
    /// request to its call.
    /// </summary>
    [ConfigurationKeyName("OTEL_TRACES_EXPORTER")]
    [WordList("none", Zipkin, Otlp)]
    public string TracesExporter { get; set; } = "none";

    /// <summary>The URL that the exporter <c>zipkin</c> sends the app's spans to.</summary>
    [ConfigurationKeyName("OTEL_EXPORTER_ZIPKIN_ENDPOINT")]
    [HttpUrl("http://localhost:9411/api/v2/spans")]
    public Uri ZipkinEndpoint { get; set; } = new("http://localhost:9411/api/v2/spans");

    /// <summary>
    /// The sidecar's configuration file, in the sidecar's folder. Empty for the one of the service, such as <c>service1.json</c>.
    /// </summary>
    [ConfigurationKeyName("App:SidecarConfiguration")]
    public string SidecarConfiguration { get; set; } = "";

    /// <summary>Gets the number of the service that <c>/trace/{n}</c> calls, or null for none.</summary>
    public string? NextService => Next.Length > 0 ? Next : ServiceName == "1" ? "2" : null;

    /// <summary>Gets a value indicating whether the app records spans of its own.</summary>
    public bool RecordsSpans => ExportsToZipkin || ExportsOtlp;

    /// <summary>Gets a value indicating whether the app's spans are reported to Zipkin.</summary>
    public bool ExportsToZipkin => Exports(Zipkin);

    /// <summary>Gets a value indicating whether the app's spans are exported by OTLP.</summary>
    public bool ExportsOtlp => Exports(Otlp);

    // The timeouts can't be set by the user: an option has a public setter.

    /// <summary>Gets the timeout of one egress call, 16 s. The proxy's route times out after 15 s, so its 504 response still arrives.</summary>
    public TimeSpan EgressTimeout { get; internal init; } = TimeSpan.FromSeconds(16);

    /// <summary>
    /// Gets the time the sidecar may take to exit after SIGTERM, 27 s: by default it drains for up to 22 s and then flushes its spans, and
    /// the container is killed after the 30 s of <c>stop_grace_period</c> in docker-compose.yaml.
    /// </summary>
    public TimeSpan SidecarStopTimeout { get; internal init; } = TimeSpan.FromSeconds(27);

    /// <summary>
    /// Reads and validates all settings, before any port is bound. <see cref="Sidecar"/> becomes a full path, or null to run the app
    /// alone.
    /// </summary>
    /// <exception cref="SettingException">A setting is missing or not allowed.</exception>
    public static AppOptions Read(IConfiguration configuration)
    {
        SectionValidator.Check(configuration, Section);
        var options = configuration.Get<AppOptions>()!;
        options.Sidecar = FindSidecar(configuration[SidecarKey] ?? Path.Combine(AppContext.BaseDirectory, DefaultSidecar));
        return options;
    }

    private bool Exports(string exporter) => TracesExporter.Split(',', StringSplitOptions.TrimEntries).Contains(exporter, StringComparer.OrdinalIgnoreCase);

    // The default must exist, too.
    private static string? FindSidecar(string path)
    {
        var rule = Section.Find(SidecarKey)!.Rule;
        if (!rule.Allows(path))
        {
            throw SettingException.NotAllowed(SidecarKey, path, rule.Allowed);
        }

        return path.Length == 0 ? null : Path.GetFullPath(path);
    }
}
