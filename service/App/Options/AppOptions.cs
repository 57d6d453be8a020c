using System.ComponentModel.DataAnnotations;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Options;

namespace ZipkinMesh.App.Options;

/// <summary>The settings of the app and its host, from the environment and the command line.</summary>
[OptionsSection("", AllowsOtherKeys = true)]
internal sealed partial class AppOptions
{
    public const string PortKey = "App:Port";
    public const string SidecarKey = "App:Sidecar";

    private const string DefaultSidecar = "sidecar";

    /// <summary>
    /// The number in <c>service1</c> and <c>service2</c>, which names the sidecar's cluster and configuration file. The service named 1
    /// calls its egress.
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

    /// <summary>
    /// The sidecar program, which the app starts and stops. The default is in the app's folder; other relative paths begin in the
    /// working directory.
    /// </summary>
    [ConfigurationKeyName(SidecarKey)]
    [SidecarProgram]
    public string? Sidecar { get; set; } = DefaultSidecar;

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
