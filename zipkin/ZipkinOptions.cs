using Microsoft.AspNetCore.Http;
using ZipkinMesh.Zipkin.Page;

namespace ZipkinMesh.Zipkin;

/// <summary>What can be set, checked before any port is bound.</summary>
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

    /// <summary>Where to listen, <c>http://ADDRESS:PORT</c>, separated by <c>;</c>. Default: <see cref="PortKey"/> on all addresses.</summary>
    public required string Urls { get; init; }

    /// <summary>Which setting <see cref="Urls"/> came from, and its value: told when the address can't be had.</summary>
    public required (string Key, string Value) UrlsSource { get; init; }

    /// <summary>Spans kept in memory; when more come, whole traces go, oldest first. Default 500000.</summary>
    public required int MaxSpans { get; init; }

    /// <summary>Whether ids that agree in the low 64 bits only are different traces. Default true.</summary>
    public required bool IsStrict { get; init; }

    /// <summary>Whether there is a search, and names to choose from; traces are found by their ids without. Default true.</summary>
    public required bool CanSearch { get; init; }

    /// <summary>Tags whose values are offered to choose from. Default: none.</summary>
    public required string[] AutocompleteKeys { get; init; }

    /// <summary>How far to look back from the end unless asked otherwise, in milliseconds. Default 86400000, a day.</summary>
    public required long LookbackMs { get; init; }

    /// <summary>Share of traces to keep, 0.0 to 1.0. Spans marked for debugging are kept always. Default 1.0.</summary>
    public required double SampleRate { get; init; }

    /// <summary>Whether the read API and the page, which is nothing without it, are there. Default true.</summary>
    public required bool HasQuery { get; init; }

    /// <summary>Whether the page is there. Default true.</summary>
    public required bool HasPage { get; init; }

    /// <summary>How the page behaves.</summary>
    public required PageOptions Page { get; init; }

    /// <summary>Whether spans are taken. Default true.</summary>
    public required bool HasCollector { get; init; }

    /// <summary>Messages that are read or wait to be stored at once; what comes beyond is to be sent again later. Default 1000.</summary>
    public required int MaxMessages { get; init; }

    /// <exception cref="SettingException"/>
    public static ZipkinOptions Read(IConfiguration configuration)
    {
        var settings = new SettingReader(configuration);
        var port = settings.Number(PortKey, 9411, 0, 65535);
        var urls = configuration["urls"];
        if (urls is not null && !urls.Split(';').All(IsAddress))
        {
            throw new SettingException(UrlsKey, urls, "http://ADDRESS:PORT, several separated by ;");
        }

        return new()
        {
            Urls = urls ?? $"http://*:{port}",
            UrlsSource = urls is null ? (PortKey, $"{port}") : (UrlsKey, urls),
            MaxSpans = settings.Number(MaxSpansKey, 500_000, 1, int.MaxValue),
            IsStrict = settings.Flag(StrictTraceIdKey, true),
            CanSearch = settings.Flag(SearchKey, true),
            AutocompleteKeys = settings.Names(AutocompleteKey),
            LookbackMs = settings.Number(LookbackKey, DayMs, 1, long.MaxValue),
            SampleRate = settings.Share(SampleRateKey, 1),
            HasQuery = settings.Flag(QueryKey, true),
            HasPage = settings.Flag(UiKey, true),
            Page = PageOptions.Read(settings),
            HasCollector = settings.Flag(CollectorKey, true),
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
