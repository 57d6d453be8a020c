using System.ComponentModel.DataAnnotations;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Proxy.Options;

/// <summary>The settings of a route that YARP doesn't have.</summary>
[OptionsSection("ReverseProxy:Routes:{route}:Metadata")]
public sealed partial class RouteMetadataOptions
{
    /// <summary>The listener whose requests take the route.</summary>
    [Required]
    [NotEmpty("the name of a listener")]
    public string Listener { get; set; } = "";

    /// <summary>
    /// The name of the route's spans. Without command operators it is exchanged with the proxy at the other end of the call, so that both
    /// spans have it (Envoy's <c>decorator.operation</c>). With operators, such as <c>%REQ(:METHOD)% %RESPONSE_CODE%</c>, it is formatted when
    /// the request ends, and not exchanged (Envoy's <c>tracing.operation</c>).
    /// </summary>
    [Required]
    [NotEmpty("the name of the route's spans")]
    public string Operation { get; set; } = "";

    /// <summary>
    /// The prefix of the paths that take the route; the longest one wins. It is compared with the path as it was sent: no decoding, no
    /// normalization, case matters (Envoy's <c>match.prefix</c>).
    /// </summary>
    [RootedPath]
    public string Prefix { get; set; } = "/";

    /// <summary>
    /// The request headers, separated by commas, whose values as forwarded are added to every response (Envoy's
    /// <c>response_headers_to_add</c> with <c>%REQ(name)%</c>).
    /// </summary>
    public string ResponseHeadersFromRequest { get; set; } = "";

    /// <summary>
    /// The time that a request may last without a byte of its body or of the response's, 00:00:00 for no limit, in place of the listener's
    /// <c>StreamIdleTimeout</c> (Envoy's <c>idle_timeout</c>).
    /// </summary>
    [DurationRange("00:00:00", "1.00:00:00", Example = "00:05:00")]
    public TimeSpan? IdleTimeout { get; set; }

    /// <summary>
    /// The longest time of a request and its response, 00:00:00 for no limit, in place of the listener's (Envoy's
    /// <c>max_stream_duration.max_stream_duration</c>).
    /// </summary>
    [DurationRange("00:00:00", "7.00:00:00", Example = "00:10:00")]
    public TimeSpan? MaxStreamDuration { get; set; }

    /// <summary>
    /// The longest time that a client can ask for by <c>grpc-timeout</c>, which then takes the place of <c>MaxStreamDuration</c>; 00:00:00 for any.
    /// Without it the header is only forwarded (Envoy's <c>grpc_timeout_header_max</c>).
    /// </summary>
    [DurationRange("00:00:00", "7.00:00:00", Example = "00:01:00")]
    public TimeSpan? GrpcTimeoutHeaderMax { get; set; }

    /// <summary>
    /// The protocols that a connection can be upgraded to, separated by commas, in place of the listener's (Envoy's <c>upgrade_configs</c>).
    /// Empty for none.
    /// </summary>
    [UpgradeTypes]
    public string? UpgradeConfigs { get; set; }

    /// <summary>
    /// The failures after which a request is sent again, separated by commas (Envoy's <c>retry_on</c>). Bodies of up to 1 MiB are kept
    /// for it; requests with larger ones aren't retried. <c>refused-stream</c> occurs on HTTP/2 only. Without conditions, a request is sent to
    /// another destination when no connection could be opened, and a GET, HEAD or OPTIONS without a body once when the connection ended
    /// without a response.
    /// </summary>
    [WordList("connect-failure", "refused-stream", "reset", "reset-before-request", "gateway-error", "5xx", "retriable-status-codes")]
    public string RetryOn { get; set; } = "";

    /// <summary>The number of times that a request is sent again; 0 for no retries, not even those without <c>RetryOn</c> (Envoy's <c>num_retries</c>).</summary>
    [Range(0, 100)]
    public int NumRetries { get; set; } = 1;

    /// <summary>
    /// The longest time from the end of the request, or the beginning of a retry, to the end of the response; 00:00:00 for no limit
    /// other than <c>Timeout</c> (Envoy's <c>per_try_timeout</c>).
    /// </summary>
    [DurationRange("00:00:00", "1.00:00:00", Example = "00:00:00.500")]
    public TimeSpan PerTryTimeout { get; set; }

    /// <summary>The status codes that <c>retriable-status-codes</c> stands for, separated by commas (Envoy's <c>retriable_status_codes</c>).</summary>
    [StatusCodes]
    public string RetriableStatusCodes { get; set; } = "";

    /// <summary>
    /// The longest pause before the first retry. It doubles for each further one, and the pause is a random part of it (Envoy's
    /// <c>retry_back_off.base_interval</c>).
    /// </summary>
    [DurationRange("00:00:00.001", "00:01:00", Example = "00:00:00.025")]
    public TimeSpan RetryBackOffBaseInterval { get; set; } = TimeSpan.FromMilliseconds(25);

    /// <summary>The longest pause before any retry; 00:00:00 for ten times the base interval (Envoy's <c>retry_back_off.max_interval</c>).</summary>
    [DurationRange("00:00:00", "00:10:00", Example = "00:00:00.250")]
    public TimeSpan RetryBackOffMaxInterval { get; set; }

    /// <summary>The percentage of the requests with an <c>x-client-trace-id</c> header that are traced because of it; without it the listener's.</summary>
    [Percentage]
    public double? ClientSampling { get; set; }

    /// <summary>The percentage of the requests without a sampling decision that are traced; without it the listener's.</summary>
    [Percentage]
    public double? RandomSampling { get; set; }

    /// <summary>The percentage of the traced requests that stay traced, whatever the reason to trace them; without it the listener's.</summary>
    [Percentage]
    public double? OverallSampling { get; set; }

    /// <summary>True records the spans of requests that fail though they aren't sampled; without it the listener's.</summary>
    public bool? KeepErrors { get; set; }

    /// <summary>
    /// The duration from which the spans of requests that aren't sampled are recorded nevertheless, 00:00:00 for none; without it the listener's.
    /// </summary>
    [DurationRange("00:00:00", "1.00:00:00", Example = "00:00:01")]
    public TimeSpan? KeepSlowerThan { get; set; }

    /// <summary>
    /// The name of the spans of <c>SpawnUpstreamSpan</c>, with Envoy's command operators (Envoy's <c>upstream_operation</c>). Empty for the
    /// listener's.
    /// </summary>
    public string UpstreamOperation { get; set; } = "";

    /// <summary>Gets the tags that are added to the route's spans, by their names.</summary>
    public IDictionary<string, CustomTagOptions> CustomTags { get; } = new Dictionary<string, CustomTagOptions>();
}
