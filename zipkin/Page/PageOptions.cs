namespace ZipkinMesh.Zipkin.Page;

/// <summary>What can be set about the page; it reads it from <see cref="PageConfig"/>. The real server's names.</summary>
internal sealed record PageOptions
{
    public const string EnvironmentKey = "ZIPKIN_UI_ENVIRONMENT";
    public const string QueryLimitKey = "ZIPKIN_UI_QUERY_LIMIT";
    public const string DefaultLookbackKey = "ZIPKIN_UI_DEFAULT_LOOKBACK";
    public const string LogsUrlKey = "ZIPKIN_UI_LOGS_URL";
    public const string SupportUrlKey = "ZIPKIN_UI_SUPPORT_URL";
    public const string HasDependenciesKey = "ZIPKIN_UI_DEPENDENCY_ENABLED";
    public const string LowErrorRateKey = "ZIPKIN_UI_DEPENDENCY_LOW_ERROR_RATE";
    public const string HighErrorRateKey = "ZIPKIN_UI_DEPENDENCY_HIGH_ERROR_RATE";

    // What a browser can still draw as one list.
    private const int MostTraces = 10_000;

    /// <summary>A word in the head of the page that says whose traces these are: <c>staging</c>. Default: none.</summary>
    public required string Environment { get; init; }

    /// <summary>How many traces are asked for unless one chooses, 1 to 10000. Default 10.</summary>
    public required int QueryLimit { get; init; }

    /// <summary>How far the page looks back unless one chooses, in milliseconds. Default 900000, 15 minutes.</summary>
    public required long DefaultLookbackMs { get; init; }

    /// <summary>Where the logs of a trace are; <c>{traceId}</c> in it becomes the id. Default: none, and no link.</summary>
    public required string? LogsUrl { get; init; }

    /// <summary>Where people get help. Default: none, and no link.</summary>
    public required string? SupportUrl { get; init; }

    /// <summary>Whether the page leads to the graph of dependencies. Default true.</summary>
    public required bool HasDependencies { get; init; }

    /// <summary>Share of failed calls from which a link is drawn as a warning, 0.0 to 1.0. Default 0.5.</summary>
    public required double LowErrorRate { get; init; }

    /// <summary>Share of failed calls from which a link is drawn as a failure, 0.0 to 1.0. Default 0.75.</summary>
    public required double HighErrorRate { get; init; }

    /// <exception cref="SettingException"/>
    public static PageOptions Read(SettingReader settings) => new()
    {
        Environment = settings.Text(EnvironmentKey) ?? "",
        QueryLimit = settings.Number(QueryLimitKey, 10, 1, MostTraces),
        // No further than a browser counts in whole numbers.
        DefaultLookbackMs = settings.Number(DefaultLookbackKey, 900_000, 1, (1L << 53) - 1),
        LogsUrl = settings.WebAddress(LogsUrlKey),
        SupportUrl = settings.WebAddress(SupportUrlKey),
        HasDependencies = settings.Flag(HasDependenciesKey, true),
        LowErrorRate = settings.Share(LowErrorRateKey, 0.5),
        HighErrorRate = settings.Share(HighErrorRateKey, 0.75),
    };
}
