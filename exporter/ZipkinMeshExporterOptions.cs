using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace ZipkinMesh.Exporter;

/// <summary>
/// Options of the exporter. Those of OpenTelemetry.Exporter.Zipkin have its names and meanings, except for
/// <see cref="MaxPayloadSizeInBytes"/>, which is a limit here.
/// </summary>
public sealed class ZipkinMeshExporterOptions
{
    /// <summary>
    /// Gets or sets the URL that spans are posted to. The default is the value of the environment variable
    /// <c>OTEL_EXPORTER_ZIPKIN_ENDPOINT</c>, or <c>http://localhost:9411/api/v2/spans</c>.
    /// </summary>
    public Uri Endpoint { get; set; } = new("http://localhost:9411/api/v2/spans");

    /// <summary>
    /// Gets or sets the longest time that a post may take, in milliseconds. The default is the value of the environment variable
    /// <c>OTEL_EXPORTER_ZIPKIN_TIMEOUT</c>, or 10,000.
    /// </summary>
    public int TimeoutMilliseconds { get; set; } = 10_000;

    /// <summary>
    /// Gets or sets a value indicating that only the right 16 digits of trace ids are sent, for systems with 64-bit trace ids. The default is
    /// false.
    /// </summary>
    public bool UseShortTraceIds { get; set; }

    /// <summary>
    /// Gets or sets a value indicating that a SERVER span has the id of the caller's CLIENT span (Zipkin's <c>shared</c>), as in services that
    /// use Brave and proxies that use Envoy. The default is false.
    /// </summary>
    public bool UseSharedSpans { get; set; }

    /// <summary>
    /// Gets or sets the largest size of a post, in bytes. A single span may be larger. The default is null, which stands for 1,000,000; Zipkin
    /// accepts 10 MiB.
    /// </summary>
    public int? MaxPayloadSizeInBytes { get; set; }

    /// <summary>
    /// Gets or sets a value that says when spans are sent: later and many at once, or each when it ends, while the thread that ends it waits.
    /// The default is <see cref="ExportProcessorType.Batch"/>.
    /// </summary>
    public ExportProcessorType ExportProcessorType { get; set; } = ExportProcessorType.Batch;

    /// <summary>
    /// Gets or sets the limits of the queue: <c>MaxQueueSize</c> is the number of spans in it, <c>MaxExportBatchSize</c> that of one post, and
    /// <c>ScheduledDelayMilliseconds</c> the longest time that a span waits for others. <c>ExporterTimeoutMilliseconds</c> has no effect. The
    /// defaults are OpenTelemetry's, and its environment variables <c>OTEL_BSP_*</c>.
    /// </summary>
    public BatchExportProcessorOptions<Activity> BatchExportProcessorOptions { get; set; } = new BatchExportActivityProcessorOptions();

    /// <summary>
    /// Gets or sets the function that creates the HTTP client. The exporter calls it once, and doesn't dispose the client. The default client
    /// writes no tracing headers.
    /// </summary>
    public Func<HttpClient> HttpClientFactory { get; set; } = CreateClient;

    // A connection is renewed now and then, so that a changed address of the collector is noticed.
    private static HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    });
}
