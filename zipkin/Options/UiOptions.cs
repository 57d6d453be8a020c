using ZipkinMesh.Hosting;

namespace ZipkinMesh.Zipkin.Options;

/// <summary>
/// The settings of the page, which reads them from <c>/zipkin/config.json</c>. The variables have the same names as Zipkin's.
/// </summary>
internal sealed record UiOptions
{
    public const string EnvironmentKey = "ZIPKIN_UI_ENVIRONMENT";
    public const string QueryLimitKey = "ZIPKIN_UI_QUERY_LIMIT";
    public const string DefaultLookbackKey = "ZIPKIN_UI_DEFAULT_LOOKBACK";
    public const string LogsUrlKey = "ZIPKIN_UI_LOGS_URL";
    public const string SupportUrlKey = "ZIPKIN_UI_SUPPORT_URL";
    public const string DependencyEnabledKey = "ZIPKIN_UI_DEPENDENCY_ENABLED";
    public const string LowErrorRateKey = "ZIPKIN_UI_DEPENDENCY_LOW_ERROR_RATE";
    public const string HighErrorRateKey = "ZIPKIN_UI_DEPENDENCY_HIGH_ERROR_RATE";

    // As many as a browser can show in one list.
    private const int MostTraces = 10_000;

    /// <summary>Gets the name of the environment, such as <c>staging</c>, which the header of the page shows. Default: none.</summary>
    public required string Environment { get; init; }

    /// <summary>Gets the default number of traces in a search, 1 to 10000. Default 10.</summary>
    public required int QueryLimit { get; init; }

    /// <summary>Gets the default lookback of a search, in milliseconds. Default 900000, 15 minutes.</summary>
    public required long DefaultLookbackMs { get; init; }

    /// <summary>Gets the URL of the logs of a trace; <c>{traceId}</c> is replaced by the id. Default: none, and no link.</summary>
    public required string? LogsUrl { get; init; }

    /// <summary>Gets the URL of a support page. Default: none, and no link.</summary>
    public required string? SupportUrl { get; init; }

    /// <summary>Gets a value indicating whether the page links to the dependency graph. Default true.</summary>
    public required bool DependencyEnabled { get; init; }

    /// <summary>Gets the minimum share of failed calls for which a link is drawn as a warning, 0.0 to 1.0. Default 0.5.</summary>
    public required double LowErrorRate { get; init; }

    /// <summary>Gets the minimum share of failed calls for which a link is drawn as a failure, 0.0 to 1.0. Default 0.75.</summary>
    public required double HighErrorRate { get; init; }

    /// <summary>Reads and validates the settings.</summary>
    /// <exception cref="SettingException"/>
    public static UiOptions Read(SettingReader settings) => new()
    {
        Environment = settings.Text(EnvironmentKey) ?? "",
        QueryLimit = settings.Number(QueryLimitKey, 10, 1, MostTraces),
        // The largest integer that JavaScript represents exactly.
        DefaultLookbackMs = settings.Number(DefaultLookbackKey, 900_000, 1, (1L << 53) - 1),
        LogsUrl = settings.Url(LogsUrlKey),
        SupportUrl = settings.Url(SupportUrlKey),
        DependencyEnabled = settings.Flag(DependencyEnabledKey, true),
        LowErrorRate = settings.Share(LowErrorRateKey, 0.5),
        HighErrorRate = settings.Share(HighErrorRateKey, 0.75),
    };
}
