using System.ComponentModel.DataAnnotations;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Zipkin.Options;

/// <summary>The settings of the page, which reads them from <c>/zipkin/config.json</c>.</summary>
[OptionsSection("")]
internal sealed partial class UiOptions
{
    // As many as a browser can show in one list.
    private const int MostTraces = 10_000;

    // The largest integer that JavaScript represents exactly.
    private const long MaxSafeInteger = (1L << 53) - 1;

    private const string ExampleUrl = "https://example.com";

    /// <summary>The name of the environment, such as <c>staging</c>, which the header of the page shows.</summary>
    [ConfigurationKeyName("ZIPKIN_UI_ENVIRONMENT")]
    public string Environment { get; set; } = "";

    /// <summary>The default number of traces in a search.</summary>
    [ConfigurationKeyName("ZIPKIN_UI_QUERY_LIMIT")]
    [Range(1, MostTraces)]
    public int QueryLimit { get; set; } = 10;

    /// <summary>The default lookback of the page, in milliseconds.</summary>
    [ConfigurationKeyName("ZIPKIN_UI_DEFAULT_LOOKBACK")]
    [LongRange(1, MaxSafeInteger)]
    public long DefaultLookbackMs { get; set; } = 900_000;

    /// <summary>The URL of the logs of a trace, which each trace links to; <c>{traceId}</c> is replaced by the id.</summary>
    [ConfigurationKeyName("ZIPKIN_UI_LOGS_URL")]
    [HttpUrl(ExampleUrl)]
    public string? LogsUrl { get; set; }

    /// <summary>The URL of a support page, which the header of the page links to.</summary>
    [ConfigurationKeyName("ZIPKIN_UI_SUPPORT_URL")]
    [HttpUrl(ExampleUrl)]
    public string? SupportUrl { get; set; }

    /// <summary>True when the page links to the dependency graph.</summary>
    [ConfigurationKeyName("ZIPKIN_UI_DEPENDENCY_ENABLED")]
    public bool DependencyEnabled { get; set; } = true;

    /// <summary>The minimum share of failed calls for which a link is drawn as a warning.</summary>
    [ConfigurationKeyName("ZIPKIN_UI_DEPENDENCY_LOW_ERROR_RATE")]
    [Range(0.0, 1.0)]
    public double LowErrorRate { get; set; } = 0.5;

    /// <summary>The minimum share of failed calls for which a link is drawn as a failure.</summary>
    [ConfigurationKeyName("ZIPKIN_UI_DEPENDENCY_HIGH_ERROR_RATE")]
    [Range(0.0, 1.0)]
    public double HighErrorRate { get; set; } = 0.75;

    /// <summary>Reads and validates the settings.</summary>
    /// <exception cref="SettingException"/>
    public static UiOptions Read(IConfiguration configuration) =>
        EnvironmentSettings.Select(configuration, Section).Get<UiOptions>() ?? new UiOptions();
}
