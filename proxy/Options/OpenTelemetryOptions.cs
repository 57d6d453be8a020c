using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Proxy.Options;

/// <summary>The settings of OpenTelemetry, from the environment of a program. An empty variable counts as none.</summary>
[OptionsSection("", AllowsOtherKeys = true)]
internal sealed partial class OpenTelemetryOptions
{
    public const string ExporterKey = "OTEL_TRACES_EXPORTER";
    private const string QueueSizeKey = "OTEL_BSP_MAX_QUEUE_SIZE";
    private const string BatchSizeKey = "OTEL_BSP_MAX_EXPORT_BATCH_SIZE";
    private const string TracesPath = "/v1/traces";
    private const string Grpc = "grpc";
    private const string HttpProtobuf = "http/protobuf";
    private const string None = "none";
    private const string GZip = "gzip";
    private const string ExampleUrl = "http://collector:4318";

    /// <summary>
    /// The exporters that finished spans go to: <c>zipkin</c> to the collector of the section <c>Tracing</c>, <c>otlp</c> to an OpenTelemetry
    /// collector. With <c>none</c> requests have trace contexts but no spans are recorded.
    /// </summary>
    [ConfigurationKeyName(ExporterKey)]
    [SpanExporters]
    public string TracesExporter { get; set; } = SpanExporters.Zipkin;

    /// <summary>True to record no spans at all, whatever the exporters. Trace contexts are passed on nevertheless.</summary>
    [ConfigurationKeyName("OTEL_SDK_DISABLED")]
    public bool SdkDisabled { get; set; }

    /// <summary>The name of the service, in place of <c>Node:Cluster</c>. Spans in Zipkin keep the latter.</summary>
    [ConfigurationKeyName("OTEL_SERVICE_NAME")]
    public string ServiceName { get; set; } = "";

    /// <summary>
    /// The attributes of the resource, such as <c>deployment.environment.name=staging</c>. A <c>service.name</c> among them counts when
    /// <c>OTEL_SERVICE_NAME</c> isn't set.
    /// </summary>
    [ConfigurationKeyName("OTEL_RESOURCE_ATTRIBUTES")]
    [PairList]
    public string ResourceAttributes { get; set; } = "";

    /// <summary>
    /// The URL of the collector. With <c>http/protobuf</c>, <c>/v1/traces</c> is appended to its path. Empty for
    /// <c>http://localhost:4317</c> with <c>grpc</c>, and <c>http://localhost:4318</c> with <c>http/protobuf</c>.
    /// </summary>
    [ConfigurationKeyName("OTEL_EXPORTER_OTLP_ENDPOINT")]
    [HttpUrl(ExampleUrl)]
    public string Endpoint { get; set; } = "";

    /// <summary>The same for spans alone. With <c>http/protobuf</c>, it is the whole URL.</summary>
    [ConfigurationKeyName("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")]
    [HttpUrl(ExampleUrl + TracesPath)]
    public string TracesEndpoint { get; set; } = "";

    /// <summary>The transport.</summary>
    [ConfigurationKeyName("OTEL_EXPORTER_OTLP_PROTOCOL")]
    [AllowedValues(Grpc, HttpProtobuf)]
    public string Protocol { get; set; } = Grpc;

    /// <summary>The same for spans alone.</summary>
    [ConfigurationKeyName("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL")]
    [AllowedValues(Grpc, HttpProtobuf)]
    public string TracesProtocol { get; set; } = "";

    /// <summary>The headers of each export, such as <c>api-key=a%20secret</c>.</summary>
    [ConfigurationKeyName("OTEL_EXPORTER_OTLP_HEADERS")]
    [PairList]
    public string Headers { get; set; } = "";

    /// <summary>The same for spans alone.</summary>
    [ConfigurationKeyName("OTEL_EXPORTER_OTLP_TRACES_HEADERS")]
    [PairList]
    public string TracesHeaders { get; set; } = "";

    /// <summary>The time that one export may take, in milliseconds.</summary>
    [ConfigurationKeyName("OTEL_EXPORTER_OTLP_TIMEOUT")]
    [Range(1, int.MaxValue)]
    public int Timeout { get; set; } = 10_000;

    /// <summary>The same for spans alone.</summary>
    [ConfigurationKeyName("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT")]
    [LongRange(1, int.MaxValue)]
    public int? TracesTimeout { get; set; }

    /// <summary>The compression of exports.</summary>
    [ConfigurationKeyName("OTEL_EXPORTER_OTLP_COMPRESSION")]
    [AllowedValues(None, GZip)]
    public string Compression { get; set; } = None;

    /// <summary>The same for spans alone.</summary>
    [ConfigurationKeyName("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION")]
    [AllowedValues(None, GZip)]
    public string TracesCompression { get; set; } = "";

    /// <summary>The longest time that a finished span waits to be exported, in milliseconds; a full batch is exported at once.</summary>
    [ConfigurationKeyName("OTEL_BSP_SCHEDULE_DELAY")]
    [Range(1, int.MaxValue)]
    public int ScheduleDelay { get; set; } = 5_000;

    /// <summary>The number of finished spans that can wait or be under way to the collector. Further ones are dropped, and counted.</summary>
    [ConfigurationKeyName(QueueSizeKey)]
    [Range(1, 1_000_000)]
    public int MaxQueueSize { get; set; } = 2_048;

    /// <summary>The number of spans in a full batch.</summary>
    [ConfigurationKeyName(BatchSizeKey)]
    [Range(1, 1_000_000)]
    public int MaxExportBatchSize { get; set; } = 512;

    /// <summary>Gets a value indicating that spans are reported to Zipkin.</summary>
    internal bool ExportsToZipkin => Exports(SpanExporters.Zipkin);

    /// <summary>Gets a value indicating that spans are exported by OTLP.</summary>
    internal bool ExportsOtlp => Exports(SpanExporters.Otlp);

    /// <summary>Gets a value indicating that OTLP's transport is gRPC.</summary>
    internal bool UsesGrpc => FirstSet(TracesProtocol, Protocol).Equals(Grpc, StringComparison.OrdinalIgnoreCase);

    /// <summary>Gets a value indicating that exports are compressed.</summary>
    internal bool Compresses => FirstSet(TracesCompression, Compression).Equals(GZip, StringComparison.OrdinalIgnoreCase);

    /// <summary>Gets the headers of exports.</summary>
    internal string EffectiveHeaders => FirstSet(TracesHeaders, Headers);

    /// <summary>Gets the time that one export may take, in milliseconds.</summary>
    internal int EffectiveTimeout => TracesTimeout ?? Timeout;

    /// <summary>Gets the whole URL of exports; the exporter appends the path of gRPC.</summary>
    internal Uri EffectiveEndpoint =>
        TracesEndpoint.Length > 0 ? new Uri(TracesEndpoint)
        : UsesGrpc ? new Uri(FirstSet(Endpoint, "http://localhost:4317"))
        : new Uri(FirstSet(Endpoint, "http://localhost:4318").TrimEnd('/') + TracesPath);

    /// <summary>Reads and validates the settings.</summary>
    /// <exception cref="SettingException">A setting is not allowed.</exception>
    public static OpenTelemetryOptions Read(IConfiguration configuration)
    {
        var options = EnvironmentSettings.Select(configuration, Section).Get<OpenTelemetryOptions>() ?? new OpenTelemetryOptions();
        if (options.MaxExportBatchSize > options.MaxQueueSize)
        {
            throw SettingException.NotAllowed(
                BatchSizeKey,
                options.MaxExportBatchSize.ToString(CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"1 to {QueueSizeKey}, which is {options.MaxQueueSize}"));
        }

        return options;
    }

    private bool Exports(string exporter) => !SdkDisabled && SpanExporters.Split(TracesExporter).Contains(exporter);

    private static string FirstSet(string first, string second) => first.Length > 0 ? first : second;
}
