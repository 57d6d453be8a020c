namespace ZipkinMesh.Proxy.Options;

/// <summary>
/// Tracing, section <c>Tracing</c>. Without the section requests get an id, but no trace. The first fields are Envoy's
/// <c>ZipkinConfig</c>, the percentages its <c>HttpConnectionManager.Tracing</c>.
/// </summary>
internal sealed class TracingOptions
{
    /// <summary>The cluster (of <c>ReverseProxy:Clusters</c>) that takes the spans. Needed.</summary>
    public string CollectorCluster { get; set; } = "";

    /// <summary>The path spans are posted to, as Zipkin v2 JSON. Default: /api/v2/spans.</summary>
    public string CollectorEndpoint { get; set; } = "/api/v2/spans";

    /// <summary>Percentage, 0 to 100, of the requests with x-client-trace-id that are traced for it. Default: 100.</summary>
    public double ClientSampling { get; set; } = 100;

    /// <summary>Percentage, 0 to 100, of the requests without a decision that are traced. Default: 100.</summary>
    public double RandomSampling { get; set; } = 100;

    /// <summary>Percentage, 0 to 100, that is left of the traced requests, whatever had them traced. Default: 100.</summary>
    public double OverallSampling { get; set; } = 100;

    /// <summary>
    /// The longest a finished span waits to be posted, 10 ms to 1 minute; a full batch goes at once.
    /// Default: 1 s (Envoy: 5 s or five spans).
    /// </summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many finished spans wait while the collector is slow or away, 512 to 1,000,000; more are dropped, and counted.
    /// Default: 65,536, about 55 MB of JSON with usual headers.
    /// </summary>
    public int MaxQueuedSpans { get; set; } = 65_536;
}
