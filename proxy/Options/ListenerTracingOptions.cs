using System.ComponentModel.DataAnnotations;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Proxy.Options;

/// <summary>
/// The tracing of the listener's requests, where it differs from that of the other listeners: a key that isn't set here has its value in
/// the section <c>Tracing</c>. See docs/tracing.md.
/// </summary>
[OptionsSection("Listeners:{name}:Tracing")]
public partial class ListenerTracingOptions
{
    /// <summary>True gives new traces ids of 128 bits, otherwise of 64 (Envoy's <c>trace_id_128bit</c>). Joined traces keep their ids.</summary>
    public bool TraceId128Bit { get; set; }

    /// <summary>
    /// True gives a SERVER span the id of the caller's CLIENT span, as Zipkin's B3 does; false an id of its own, as a child of it (Envoy's
    /// <c>shared_span_context</c>).
    /// </summary>
    public bool SharedSpanContext { get; set; } = true;

    /// <summary>
    /// True makes the span of a request a SERVER span, whatever the direction of the listener (Envoy's <c>split_spans_for_request</c>,
    /// deprecated there). <c>SpawnUpstreamSpan</c> includes it.
    /// </summary>
    public bool SplitSpansForRequest { get; set; }

    /// <summary>
    /// True records a CLIENT span for each try to forward a request, as a child of the request's span, which is a SERVER span then (Envoy's
    /// <c>spawn_upstream_span</c>). It is the choice for a gateway.
    /// </summary>
    public bool SpawnUpstreamSpan { get; set; }

    /// <summary>
    /// The headers of the trace context (Envoy's <c>trace_context_option</c>, whose spelling is allowed, too). <c>UseB3</c>: B3 alone;
    /// <c>traceparent</c> is an unknown header. <c>UseB3WithW3CPropagation</c>: B3 is read first, <c>traceparent</c> where it is absent, and
    /// both are sent.
    /// </summary>
    [AllowedValues("UseB3", "UseB3WithW3CPropagation", "USE_B3", "USE_B3_WITH_W3C_PROPAGATION")]
    public string TraceContextOption { get; set; } = "UseB3";

    /// <summary>The percentage of the requests with an <c>x-client-trace-id</c> header that are traced because of it.</summary>
    [Percentage]
    public double ClientSampling { get; set; } = 100;

    /// <summary>The percentage of the requests without a sampling decision that are traced.</summary>
    [Percentage]
    public double RandomSampling { get; set; } = 100;

    /// <summary>The percentage of the traced requests that stay traced, whatever the reason to trace them.</summary>
    [Percentage]
    public double OverallSampling { get; set; } = 100;

    /// <summary>
    /// True records the span of a request that isn't sampled when it fails: with a 5xx status, or without a response. The proxy decides when the
    /// request ends, so the other proxies on its path, which decide for themselves, may have no span of it. The tag <c>sampling.kept</c> says so.
    /// </summary>
    public bool KeepErrors { get; set; }

    /// <summary>
    /// The duration from which the span of a request that isn't sampled is recorded nevertheless, as with <c>KeepErrors</c>; 00:00:00 for none.
    /// </summary>
    [DurationRange("00:00:00", "1.00:00:00", Example = "00:00:01")]
    public TimeSpan KeepSlowerThan { get; set; }

    /// <summary>The number of characters of the path that the tag <c>http.url</c> has (Envoy's <c>max_path_tag_length</c>).</summary>
    [Range(0, 65_536)]
    public int MaxPathTagLength { get; set; } = 256;

    /// <summary>True adds annotations to the spans for the first and last bytes of request and response (Envoy's <c>verbose</c>).</summary>
    public bool Verbose { get; set; }

    /// <summary>
    /// The name of the spans, with Envoy's command operators, such as <c>%REQ(:METHOD)% %RESPONSE_CODE%</c> (Envoy's <c>operation</c>). It is
    /// formatted when the request ends, and takes the place of a route's <c>Operation</c> without operators. Empty for that one.
    /// </summary>
    public string Operation { get; set; } = "";

    /// <summary>
    /// The name of the spans of <c>SpawnUpstreamSpan</c>, with Envoy's command operators (Envoy's <c>upstream_operation</c>). Empty for
    /// <c>router CLUSTER egress</c>.
    /// </summary>
    public string UpstreamOperation { get; set; } = "";

    /// <summary>
    /// False samples every request that comes without a sampling decision, whatever the percentages and its <c>x-request-id</c> (Envoy's
    /// <c>use_request_id_for_trace_sampling</c>). The callers decide then.
    /// </summary>
    public bool UseRequestIdForTraceSampling { get; set; } = true;

    /// <summary>
    /// True writes the reason to trace a request into its <c>x-request-id</c>, where the next proxy reads it (Envoy's
    /// <c>pack_trace_reason</c>). False leaves the id unchanged, and reads no reason in it.
    /// </summary>
    public bool PackTraceReason { get; set; } = true;

    /// <summary>Gets the tags that are added to spans, by their names.</summary>
    public IDictionary<string, CustomTagOptions> CustomTags { get; } = new Dictionary<string, CustomTagOptions>();

    /// <summary>Gets a value indicating that W3C's trace context is read and written beside B3.</summary>
    internal bool PropagatesW3C =>
        TraceContextOption.Replace("_", "", StringComparison.Ordinal).Equals("UseB3WithW3CPropagation", StringComparison.OrdinalIgnoreCase);
}
