using System.ComponentModel.DataAnnotations;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Proxy.Options;

/// <summary>
/// The tracing of requests. Without this section requests get an id, but no trace. The collector's options are those of
/// Envoy's <c>ZipkinConfig</c>, most others those of its <c>HttpConnectionManager.Tracing</c>. A listener can have other values; see
/// docs/tracing.md.
/// </summary>
[OptionsSection("Tracing")]
public sealed partial class TracingOptions : ListenerTracingOptions
{
    /// <summary>
    /// The cluster of <c>ReverseProxy:Clusters</c> that spans are sent to. Required, unless <c>OTEL_TRACES_EXPORTER</c> turns off the reports
    /// to Zipkin.
    /// </summary>
    [NotEmpty("the name of a cluster")]
    public string CollectorCluster { get; set; } = "";

    /// <summary>The path that spans are posted to, as Zipkin v2 JSON.</summary>
    [RootedPath]
    public string CollectorEndpoint { get; set; } = "/api/v2/spans";

    /// <summary>
    /// The address of a trace's page, with <c>{traceId}</c> in the place of the id, such as
    /// <c>http://localhost:9411/zipkin/traces/{traceId}</c>. The admin interface links to it. Empty for no links.
    /// </summary>
    [TraceUrl]
    public string TraceUrl { get; set; } = "";

    /// <summary>
    /// The response header that has the address of the request's trace, by <c>TraceUrl</c>, such as <c>x-trace-url</c>. The same address is
    /// sent in <c>Server-Timing</c>, which browsers show among the timings of a request. Responses to requests that aren't traced have neither.
    /// Empty for none.
    /// </summary>
    [HeaderName]
    public string TraceUrlHeader { get; set; } = "";

    /// <summary>
    /// The number of traces that this proxy begins per second at most, beside those that a client forces; 0 for no limit. Within a second they
    /// may begin at once. Requests that come with a sampling decision don't count.
    /// </summary>
    [Range(0, 1_000_000)]
    public int MaxTracesPerSecond { get; set; }

    /// <summary>
    /// The longest time that a finished span waits to be posted; a full batch is posted at once. Envoy posts every 5 s, or every five
    /// spans.
    /// </summary>
    [DurationRange("00:00:00.010", "00:01:00")]
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The number of finished spans that can wait while the collector is slow or unavailable. They may take 1 KiB each on average, and
    /// altogether an eighth of the memory that the process may use. The oldest are dropped first, and counted.
    /// </summary>
    [Range(512, 1_000_000)]
    public int MaxQueuedSpans { get; set; } = 65_536;
}
