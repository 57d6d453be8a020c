using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Zipkin.Options;

/// <summary>The settings of the server. The variables have the same names as Zipkin's.</summary>
[OptionsSection("")]
internal sealed partial class ZipkinOptions
{
    public const string PortKey = "QUERY_PORT";
    public const string OtlpHttpPortKey = "COLLECTOR_OTLP_HTTP_PORT";
    public const string OtlpGrpcPortKey = "COLLECTOR_OTLP_GRPC_PORT";
    public const string StoragePathKey = "STORAGE_PATH";
    public const string UrlsSwitch = "--urls";

    /// <summary>The TCP port to listen on, on all addresses; 0 selects any free port.</summary>
    [ConfigurationKeyName(PortKey)]
    [Range(0, 65535)]
    public int Port { get; set; } = 9411;

    /// <summary>
    /// The addresses to listen on instead of <c>QUERY_PORT</c>. The ports for OTLP are then opened, at the same hosts, only when they are set.
    /// </summary>
    [ConfigurationKeyName("urls")]
    [CommandLineSwitch(UrlsSwitch, "URLS")]
    [ListenUrls]
    public string? ListenUrls { get; set; }

    /// <summary>The TCP port for OTLP over HTTP; 0 selects any free port, and <c>off</c> opens none. <c>QUERY_PORT</c> accepts OTLP over HTTP, too.</summary>
    [ConfigurationKeyName(OtlpHttpPortKey)]
    [PortOrOff]
    public string OtlpHttpPort { get; set; } = "4318";

    /// <summary>The TCP port for OTLP over gRPC; 0 selects any free port, and <c>off</c> opens none.</summary>
    [ConfigurationKeyName(OtlpGrpcPortKey)]
    [PortOrOff]
    public string OtlpGrpcPort { get; set; } = "4317";

    /// <summary>The maximum number of spans in memory; above it, the oldest traces are evicted.</summary>
    [ConfigurationKeyName("MEM_MAX_SPANS")]
    [Range(1, int.MaxValue)]
    public int MaxSpans { get; set; } = 500_000;

    /// <summary>
    /// The maximum size of the spans in memory, in bytes; above it, the oldest traces are evicted. 0 means a quarter of the memory that the
    /// machine, the container or the heap limit of .NET allows.
    /// </summary>
    [ConfigurationKeyName("MEM_MAX_BYTES")]
    [LongRange(0, long.MaxValue)]
    public long MaxBytes { get; set; }

    /// <summary>
    /// The folder that spans are kept in, so that they are there again after a restart. What is in memory is on disk, too; only one server can
    /// use a folder at a time. Without it, all spans are lost when the server stops.
    /// </summary>
    [ConfigurationKeyName(StoragePathKey)]
    public string? StoragePath { get; set; }

    /// <summary>The maximum size of the spans in the folder, in bytes; above it, the oldest traces are evicted.</summary>
    [ConfigurationKeyName("MAX_DISK_BYTES")]
    [LongRange(1_048_576, long.MaxValue)]
    public long MaxDiskBytes { get; set; } = 1_073_741_824;

    /// <summary>The time that spans are kept in the folder.</summary>
    [ConfigurationKeyName("MAX_DISK_AGE")]
    [Timeout]
    public string MaxDiskAgeText { get; set; } = "168h";

    /// <summary>True when all 128 bits of a trace id identify a trace, false for the low 64 bits.</summary>
    [ConfigurationKeyName("STRICT_TRACE_ID")]
    public bool StrictTraceId { get; set; } = true;

    /// <summary>True when traces can be searched, and names are listed; traces are found by id even when false.</summary>
    [ConfigurationKeyName("SEARCH_ENABLED")]
    public bool SearchEnabled { get; set; } = true;

    /// <summary>The keys of the tags whose values are listed for autocompletion, separated by commas.</summary>
    [ConfigurationKeyName("AUTOCOMPLETE_KEYS")]
    public string AutocompleteKeyList { get; set; } = "";

    /// <summary>The default lookback of queries, in milliseconds.</summary>
    [ConfigurationKeyName("QUERY_LOOKBACK")]
    [LongRange(1, long.MaxValue)]
    public long LookbackMs { get; set; } = 86_400_000;

    /// <summary>The time that a query may take; after it, the response is 503.</summary>
    [ConfigurationKeyName("QUERY_TIMEOUT")]
    [Timeout]
    public string QueryTimeoutText { get; set; } = "11s";

    /// <summary>The origins whose pages may use the API from a browser, separated by commas; <c>*</c> allows all.</summary>
    [ConfigurationKeyName("ZIPKIN_HTTP_ALLOWED_ORIGINS")]
    public string AllowedOriginList { get; set; } = "*";

    /// <summary>The share of traces to keep; debug spans are always kept.</summary>
    [ConfigurationKeyName("COLLECTOR_SAMPLE_RATE")]
    [Range(0.0, 1.0)]
    public double SampleRate { get; set; } = 1;

    /// <summary>True when spans are accepted.</summary>
    [ConfigurationKeyName("COLLECTOR_HTTP_ENABLED")]
    public bool CollectorEnabled { get; set; } = true;

    /// <summary>The maximum number of received messages in flight; excess messages get a 503 response with <c>Retry-After</c>.</summary>
    [ConfigurationKeyName("COLLECTOR_MAX_MESSAGES")]
    [Range(1, 1_000_000)]
    public int MaxMessages { get; set; } = 1000;

    /// <summary>True when the query API, and the page that depends on it, are enabled.</summary>
    [ConfigurationKeyName("QUERY_ENABLED")]
    public bool QueryEnabled { get; set; } = true;

    /// <summary>True when the page is enabled.</summary>
    [ConfigurationKeyName("UI_ENABLED")]
    public bool UiEnabled { get; set; } = true;

    /// <summary>Gets the settings of the page.</summary>
    public UiOptions Ui { get; private set; } = new();

    /// <summary>Gets the addresses to listen on, <c>http://ADDRESS:PORT</c>, separated by <c>;</c>.</summary>
    public string Urls => ListenUrls ?? string.Create(CultureInfo.InvariantCulture, $"http://*:{Port}");

    /// <summary>Gets the keys of the tags whose values are listed for autocompletion.</summary>
    public string[] AutocompleteKeys => Split(AutocompleteKeyList);

    /// <summary>Gets the origins whose pages may use the API.</summary>
    public string[] AllowedOrigins => Split(AllowedOriginList);

    /// <summary>Gets the time that a query may take; zero means no limit.</summary>
    public TimeSpan QueryTimeout => TimeoutAttribute.TryParse(QueryTimeoutText, out var timeout) ? timeout : TimeSpan.Zero;

    /// <summary>Gets the time that spans are kept in the folder; zero means no limit.</summary>
    public TimeSpan MaxDiskAge => TimeoutAttribute.TryParse(MaxDiskAgeText, out var age) ? age : TimeSpan.Zero;

    /// <summary>Returns the addresses to listen on; the first one serves the page.</summary>
    public IReadOnlyList<ListenAddress> FindListenAddresses()
    {
        var (key, value) = ListenUrls is null ? (PortKey, Port.ToString(CultureInfo.InvariantCulture)) : (UrlsSwitch, ListenUrls);
        List<ListenAddress> addresses = [.. Urls.Split(';').Select(BindingAddress.Parse).Select(url => new ListenAddress(key, value, url.Host, url.Port))];
        string[] hosts = [.. addresses.Select(address => address.Host).Distinct()];
        return
        [
            .. addresses,
            .. FindOtlpAddresses(hosts, OtlpHttpPortKey, OtlpHttpPort, HttpProtocols.Http1),
            .. FindOtlpAddresses(hosts, OtlpGrpcPortKey, OtlpGrpcPort, HttpProtocols.Http2),
        ];
    }

    /// <summary>Reads and validates the settings.</summary>
    /// <exception cref="SettingException"/>
    public static ZipkinOptions Read(IConfiguration configuration)
    {
        var options = EnvironmentSettings.Select(configuration, Section).Get<ZipkinOptions>() ?? new ZipkinOptions();
        options.Ui = UiOptions.Read(configuration);
        if (options.ListenUrls is not null)
        {
            options.OtlpHttpPort = SetPort(configuration, OtlpHttpPortKey);
            options.OtlpGrpcPort = SetPort(configuration, OtlpGrpcPortKey);
        }

        return options;
    }

    private static string SetPort(IConfiguration configuration, string key) =>
        configuration[key] is { Length: > 0 } port ? port : PortOrOffAttribute.Off;

    private IEnumerable<ListenAddress> FindOtlpAddresses(string[] hosts, string key, string value, HttpProtocols protocol) =>
        CollectorEnabled && PortOrOffAttribute.TryParse(value, out var port)
            ? hosts.Select(host => new ListenAddress(key, value, host, port, protocol))
            : [];

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
