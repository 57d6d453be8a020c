using Microsoft.AspNetCore.Http;
using ZipkinMesh.Hosting;

namespace ZipkinMesh.Zipkin.Options;

/// <summary>The settings of the server, validated before any port is bound.</summary>
internal sealed record ZipkinOptions
{
    public const string UrlsKey = "--urls";
    public const string PortKey = "QUERY_PORT";
    public const string MaxSpansKey = "MEM_MAX_SPANS";
    public const string StrictTraceIdKey = "STRICT_TRACE_ID";
    public const string SearchKey = "SEARCH_ENABLED";
    public const string AutocompleteKey = "AUTOCOMPLETE_KEYS";
    public const string LookbackKey = "QUERY_LOOKBACK";
    public const string SampleRateKey = "COLLECTOR_SAMPLE_RATE";
    public const string QueryKey = "QUERY_ENABLED";
    public const string UiKey = "UI_ENABLED";
    public const string CollectorKey = "COLLECTOR_HTTP_ENABLED";
    public const string MaxMessagesKey = "COLLECTOR_MAX_MESSAGES";

    private const long DayMs = 86_400_000;

    /// <summary>
    /// Gets the addresses to listen on, <c>http://ADDRESS:PORT</c>, separated by <c>;</c>. Default: <see cref="PortKey"/> on all addresses.
    /// </summary>
    public required string Urls { get; init; }

    /// <summary>
    /// Gets the key and value of the setting that <see cref="Urls"/> came from, for the error message when binding fails.
    /// </summary>
    public required (string Key, string Value) UrlsSource { get; init; }

    /// <summary>Gets the maximum number of spans in memory. Above it, the oldest traces are evicted. Default 500000.</summary>
    public required int MaxSpans { get; init; }

    /// <summary>
    /// Gets a value indicating whether all 128 bits of a trace id identify a trace, instead of the low 64 bits. Default true.
    /// </summary>
    public required bool StrictTraceId { get; init; }

    /// <summary>Gets a value indicating whether traces can be searched. Traces are found by id even when false. Default true.</summary>
    public required bool SearchEnabled { get; init; }

    /// <summary>Gets the keys of the tags whose values are listed for autocompletion. Default: none.</summary>
    public required string[] AutocompleteKeys { get; init; }

    /// <summary>Gets the default lookback of queries, in milliseconds. Default 86400000, one day.</summary>
    public required long LookbackMs { get; init; }

    /// <summary>Gets the share of traces to keep, 0.0 to 1.0. Debug spans are always kept. Default 1.0.</summary>
    public required double SampleRate { get; init; }

    /// <summary>Gets a value indicating whether the query API, and the page that depends on it, are enabled. Default true.</summary>
    public required bool QueryEnabled { get; init; }

    /// <summary>Gets a value indicating whether the page is enabled. Default true.</summary>
    public required bool UiEnabled { get; init; }

    /// <summary>Gets the settings of the page.</summary>
    public required UiOptions Ui { get; init; }

    /// <summary>Gets a value indicating whether spans are accepted. Default true.</summary>
    public required bool CollectorEnabled { get; init; }

    /// <summary>Gets the maximum number of messages in flight; excess messages get a 503 response with Retry-After. Default 1000.</summary>
    public required int MaxMessages { get; init; }

    /// <summary>Reads and validates the settings.</summary>
    /// <exception cref="SettingException"/>
    public static ZipkinOptions Read(IConfiguration configuration)
    {
        var settings = new SettingReader(configuration);
        var port = settings.Number(PortKey, 9411, 0, 65535);
        var urls = configuration["urls"];
        if (urls is not null && !urls.Split(';').All(IsAddress))
        {
            throw SettingException.NotAllowed(UrlsKey, urls, "http://ADDRESS:PORT, several separated by ;");
        }

        return new()
        {
            Urls = urls ?? $"http://*:{port}",
            UrlsSource = urls is null ? (PortKey, $"{port}") : (UrlsKey, urls),
            MaxSpans = settings.Number(MaxSpansKey, 500_000, 1, int.MaxValue),
            StrictTraceId = settings.Flag(StrictTraceIdKey, true),
            SearchEnabled = settings.Flag(SearchKey, true),
            AutocompleteKeys = settings.Names(AutocompleteKey),
            LookbackMs = settings.Number(LookbackKey, DayMs, 1, long.MaxValue),
            SampleRate = settings.Share(SampleRateKey, 1),
            QueryEnabled = settings.Flag(QueryKey, true),
            UiEnabled = settings.Flag(UiKey, true),
            Ui = UiOptions.Read(settings),
            CollectorEnabled = settings.Flag(CollectorKey, true),
            MaxMessages = settings.Number(MaxMessagesKey, 1000, 1, 1_000_000),
        };
    }

    private static bool IsAddress(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address is { Scheme: "http", PathBase: "", IsUnixPipe: false, Port: >= 0 and <= 65535 };
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
