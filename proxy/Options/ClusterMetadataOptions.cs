using System.ComponentModel.DataAnnotations;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Proxy.Options;

/// <summary>
/// The settings of a cluster that YARP doesn't have: connections, circuit breakers, outlier detection, and TLS for destinations with
/// <c>https</c> (Envoy's <c>UpstreamTlsContext</c>). YARP's policies have keys of their own here.
/// </summary>
[OptionsSection("ReverseProxy:Clusters:{cluster}:Metadata", AllowsOtherKeys = true)]
public sealed partial class ClusterMetadataOptions
{
    /// <summary>
    /// The time in which a connection must be opened; then the request gets 503 with the flag UF, or goes to another destination (Envoy's
    /// <c>connect_timeout</c>).
    /// </summary>
    [DurationRange("00:00:00.001", "01:00:00", Example = "00:00:05")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The time after which a connection without a request is closed; 00:00:00 for no limit (Envoy's
    /// <c>common_http_protocol_options.idle_timeout</c>).
    /// </summary>
    [DurationRange("00:00:00", "1.00:00:00", Example = "01:00:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The age at which a connection is closed, once its current request has ended; 00:00:00 for no limit (Envoy's
    /// <c>max_connection_duration</c>).
    /// </summary>
    [DurationRange("00:00:00", "7.00:00:00", Example = "01:00:00")]
    public TimeSpan MaxConnectionDuration { get; set; }

    /// <summary>
    /// The number of requests after which a connection is closed; 0 for no limit (Envoy's <c>max_requests_per_connection</c>). It applies to
    /// HTTP/1.1.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int MaxRequestsPerConnection { get; set; }

    /// <summary>
    /// The number of requests that are sent to the cluster at a time, each on a connection of its own; more are pending (Envoy's
    /// <c>max_connections</c>). With HTTP/2, requests share connections: the limit is then that of connections, and a request that would need
    /// another one gets 503 with the flag UO.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MaxConnections { get; set; } = 1024;

    /// <summary>The number of requests that wait for one of <c>MaxConnections</c>; more get 503 with the flag UO (Envoy's <c>max_pending_requests</c>).</summary>
    [Range(0, int.MaxValue)]
    public int MaxPendingRequests { get; set; } = 1024;

    /// <summary>The number of requests that are sent at a time; more get 503 with the flag UO, and don't wait (Envoy's <c>max_requests</c>).</summary>
    [Range(0, int.MaxValue)]
    public int MaxRequests { get; set; } = 1024;

    /// <summary>The number of retries at a time; beyond, the failure is the response, with the flag UO (Envoy's <c>max_retries</c>).</summary>
    [Range(0, int.MaxValue)]
    public int MaxRetries { get; set; } = 3;

    /// <summary>True ejects destinations that fail repeatedly: they get no requests for some time, unless all are ejected (Envoy's <c>outlier_detection</c>).</summary>
    public bool OutlierDetection { get; set; }

    /// <summary>The number of 5xx responses in a row that ejects a destination; 0 for none (Envoy's <c>consecutive_5xx</c>).</summary>
    [Range(0, int.MaxValue)]
    public int Consecutive5xx { get; set; } = 5;

    /// <summary>
    /// The number of 502, 503 and 504 responses in a row that ejects a destination; 0 for none, Envoy's default
    /// (<c>consecutive_gateway_failure</c> and its <c>enforcing</c> percentage).
    /// </summary>
    [Range(0, int.MaxValue)]
    public int ConsecutiveGatewayFailure { get; set; }

    /// <summary>
    /// True counts failed connections, resets and timeouts apart from responses; otherwise they count as 503 and 504 (Envoy's
    /// <c>split_external_local_origin_errors</c>).
    /// </summary>
    public bool SplitExternalLocalOriginErrors { get; set; }

    /// <summary>
    /// The number of such failures in a row that ejects a destination, when they are split; 0 for none (Envoy's
    /// <c>consecutive_local_origin_failure</c>).
    /// </summary>
    [Range(0, int.MaxValue)]
    public int ConsecutiveLocalOriginFailure { get; set; } = 5;

    /// <summary>The time without a new ejection after which the next ejection is one base ejection time shorter (Envoy's <c>interval</c>).</summary>
    [DurationRange("00:00:00.001", "1.00:00:00", Example = "00:00:10")]
    public TimeSpan OutlierDetectionInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The time of a destination's first ejection. Each further one is longer by this time (Envoy's <c>base_ejection_time</c>).</summary>
    [DurationRange("00:00:00.001", "1.00:00:00", Example = "00:00:30")]
    public TimeSpan BaseEjectionTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest time of an ejection (Envoy's <c>max_ejection_time</c>).</summary>
    [DurationRange("00:00:00.001", "1.00:00:00", Example = "00:05:00")]
    public TimeSpan MaxEjectionTime { get; set; } = TimeSpan.FromSeconds(300);

    /// <summary>
    /// The percentage of a cluster's destinations from which on no more are ejected; as long as it is above 0, one always can be (Envoy's
    /// <c>max_ejection_percent</c>).
    /// </summary>
    [Percentage]
    public double MaxEjectionPercent { get; set; } = 10;

    /// <summary>
    /// The path of a PEM file with the certificates of the authorities that issue those of the destinations (Envoy's
    /// <c>validation_context.trusted_ca</c>). Empty for the authorities that the system trusts.
    /// </summary>
    public string TlsTrustedCa { get; set; } = "";

    /// <summary>
    /// The server name of handshakes, which the certificate of a destination must have (Envoy's <c>sni</c>). Empty for the host of the
    /// destination.
    /// </summary>
    public string TlsSni { get; set; } = "";

    /// <summary>
    /// The subject alternative names of which the certificate of a destination must have one, in place of the server name, separated by
    /// commas, as <c>TYPE:VALUE</c>; a <c>*</c> at the end of a value stands for any text (Envoy's <c>match_typed_subject_alt_names</c>).
    /// </summary>
    [SubjectAltNames]
    public string TlsMatchTypedSubjectAltNames { get; set; } = "";

    /// <summary>
    /// The path of a PEM file with the client certificate, followed by those of the intermediate authorities (Envoy's
    /// <c>tls_certificates</c> and its <c>certificate_chain</c>). Empty for none.
    /// </summary>
    public string TlsCertificateChain { get; set; } = "";

    /// <summary>
    /// The path of a PEM file with the private key of the client certificate, without a password (Envoy's <c>private_key</c>). Empty when the
    /// file of the certificate has it.
    /// </summary>
    public string TlsPrivateKey { get; set; } = "";

    /// <summary>The lowest version of TLS that is offered (Envoy's <c>tls_minimum_protocol_version</c>).</summary>
    [AllowedValues(TlsVersions.Tls12, TlsVersions.Tls13)]
    public string TlsMinimumProtocolVersion { get; set; } = TlsVersions.Tls12;

    /// <summary>The highest version of TLS that is offered (Envoy's <c>tls_maximum_protocol_version</c>).</summary>
    [AllowedValues(TlsVersions.Tls12, TlsVersions.Tls13)]
    public string TlsMaximumProtocolVersion { get; set; } = TlsVersions.Tls13;
}
