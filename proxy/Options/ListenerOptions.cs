using System.ComponentModel.DataAnnotations;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Proxy.Options;

/// <summary>
/// An address that the proxy listens on. Routes refer to it by its name, as do statistics (Envoy's <c>stat_prefix</c>).
/// </summary>
[OptionsSection("Listeners:{name}")]
public sealed partial class ListenerOptions
{
    /// <summary>The IP address to listen on. 0.0.0.0 is any IPv4 address of the machine, :: any IPv4 or IPv6 address.</summary>
    [IPAddress]
    public string Address { get; set; } = "0.0.0.0";

    /// <summary>The TCP port.</summary>
    [Required]
    [Port]
    public int Port { get; set; }

    /// <summary>
    /// The direction of the traffic as seen from the service behind the proxy, which decides the kind of the spans.
    /// <c>Inbound</c>: SERVER spans that share the caller's span id. <c>Outbound</c>: CLIENT spans, children of the caller's;
    /// also the direction of a front proxy.
    /// </summary>
    [Required]
    public TrafficDirection Direction { get; set; }

    /// <summary>The name of the listener's route table in dumps of the configuration (Envoy's <c>route_config.name</c>).</summary>
    public string RouteConfigName { get; set; } = "local_route";

    /// <summary>The name of the virtual host that the listener's routes form in dumps of the configuration (Envoy's <c>virtual_hosts.name</c>).</summary>
    public string VirtualHost { get; set; } = "backend";

    /// <summary>
    /// The choice for the edge of the network, where the connection's address is the client's (Envoy's <c>use_remote_address</c>): it is
    /// appended to <c>x-forwarded-for</c>, <c>x-forwarded-proto</c> is replaced, and external clients get a new <c>x-request-id</c> and
    /// their address in <c>x-envoy-external-address</c>.
    /// </summary>
    public bool UseRemoteAddress { get; set; }

    /// <summary>
    /// The number of trusted proxies in front of this one (Envoy's <c>xff_num_trusted_hops</c>). The address that the first of them appended
    /// to <c>x-forwarded-for</c> is the client's, and the <c>x-forwarded-proto</c> that they sent is kept.
    /// </summary>
    [Range(0, 100)]
    public int XffNumTrustedHops { get; set; }

    /// <summary>
    /// The addresses of internal clients (Envoy's <c>internal_address_config.cidr_ranges</c>). Only a request that passed no other proxy is
    /// internal: one without <c>x-forwarded-for</c> where <c>UseRemoteAddress</c> is set, otherwise one with a single address in it. An
    /// internal client can force a trace by <c>x-envoy-force-trace</c>.
    /// </summary>
    [CidrRanges]
    public string InternalAddressConfig { get; set; } = "";

    /// <summary>
    /// The use of the trace context of external clients. <c>Accept</c>: its trace, request id and sampling decision are adopted.
    /// <c>Restart</c>: a new trace and request id begin, sampled by this proxy's percentages alone; the tag <c>downstream_trace_id</c> keeps
    /// the client's trace id. <c>Ignore</c>: the same without the tag.
    /// </summary>
    public ClientTraceContext TraceContext { get; set; } = ClientTraceContext.Accept;

    /// <summary>
    /// The treatment of <c>x-forwarded-client-cert</c>, the description of client certificates, by Envoy's names, whose spelling is allowed,
    /// too. <c>Sanitize</c>: removed. <c>ForwardOnly</c>: forwarded as received, from clients with a verified certificate. <c>AppendForward</c>:
    /// their certificate is appended. <c>SanitizeSet</c>: replaced by their certificate. <c>AlwaysForwardOnly</c>: forwarded as received, from
    /// any client.
    /// </summary>
    [AllowedValues(
        "Sanitize", "ForwardOnly", "AppendForward", "SanitizeSet", "AlwaysForwardOnly",
        "FORWARD_ONLY", "APPEND_FORWARD", "SANITIZE_SET", "ALWAYS_FORWARD_ONLY")]
    public string ForwardClientCertDetails { get; set; } = "Sanitize";

    /// <summary>
    /// The number of open connections; further ones are closed as soon as they are accepted (Envoy's
    /// <c>envoy.resource_limits.listener.NAME.connection_limit</c>).
    /// </summary>
    [Range(1, 1_000_000)]
    public int ConnectionLimit { get; set; } = 10_000;

    /// <summary>
    /// The size of the request line and the headers of a request, in KiB; larger ones get 431. Kestrel has one limit for all listeners: the
    /// largest applies.
    /// </summary>
    [Range(1, 8192)]
    public int MaxRequestHeadersKb { get; set; } = 60;

    /// <summary>
    /// The number of header lines of a request; more get 431. Kestrel has one limit for all listeners: the largest applies.
    /// </summary>
    [Range(1, 10_000)]
    public int MaxHeadersCount { get; set; } = 100;

    /// <summary>
    /// The time from the first byte of a request to the end of its headers; slower ones get 408. Kestrel has one limit for all listeners: the
    /// longest applies.
    /// </summary>
    [DurationRange("00:00:01", "1.00:00:00", Example = "00:00:10")]
    public TimeSpan RequestHeadersTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The time in which a whole request must have arrived, unless its response has begun; then it gets 408. 00:00:00 for no limit (Envoy's
    /// <c>request_timeout</c>).
    /// </summary>
    [DurationRange("00:00:00", "1.00:00:00", Example = "00:01:00")]
    public TimeSpan RequestTimeout { get; set; }

    /// <summary>The time that a connection may stay open without a request. Kestrel has one limit for all listeners: the longest applies.</summary>
    [DurationRange("00:00:01", "1.00:00:00", Example = "01:00:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The time that a request may last without a byte of its body or of the response's; 00:00:00 for no limit. It then gets 408 while its
    /// body is incomplete, otherwise 504, with the flag SI. An upgraded connection, such as a WebSocket, is closed.
    /// </summary>
    [DurationRange("00:00:00", "1.00:00:00", Example = "00:05:00")]
    public TimeSpan StreamIdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The age at which a connection is closed, once its current request has ended; 00:00:00 for no limit.
    /// </summary>
    [DurationRange("00:00:00", "7.00:00:00", Example = "01:00:00")]
    public TimeSpan MaxConnectionDuration { get; set; }

    /// <summary>
    /// The number of requests after which a connection is closed; the last response says <c>connection: close</c>, or the connection gets
    /// GOAWAY. 0 for no limit (Envoy's <c>max_requests_per_connection</c>).
    /// </summary>
    [Range(0, int.MaxValue)]
    public int MaxRequestsPerConnection { get; set; }

    /// <summary>
    /// The longest time of a request and its response, or of an upgraded connection; 00:00:00 for no limit. It then gets 408 while the request
    /// is incomplete, otherwise 504, or the response is cut off (Envoy's <c>max_stream_duration</c>).
    /// </summary>
    [DurationRange("00:00:00", "7.00:00:00", Example = "00:10:00")]
    public TimeSpan MaxStreamDuration { get; set; }

    /// <summary>
    /// The number of requests at a time on an HTTP/2 connection (Envoy's <c>max_concurrent_streams</c>, 1024 by default). Kestrel has one limit
    /// for all listeners: the largest applies.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MaxConcurrentStreams { get; set; } = 100;

    /// <summary>
    /// The bytes of a request body that an HTTP/2 client may send ahead (Envoy's <c>initial_stream_window_size</c>, 16 MiB by default). Kestrel
    /// has one limit for all listeners: the largest applies.
    /// </summary>
    [Range(65_535, int.MaxValue)]
    public int InitialStreamWindowSize { get; set; } = 768 * 1024;

    /// <summary>
    /// The bytes of all request bodies that a client may send ahead on an HTTP/2 connection (Envoy's <c>initial_connection_window_size</c>, 24
    /// MiB by default). Kestrel has one limit for all listeners: the largest applies.
    /// </summary>
    [Range(65_535, int.MaxValue)]
    public int InitialConnectionWindowSize { get; set; } = 1024 * 1024;

    /// <summary>
    /// The protocols that a connection can be upgraded to, separated by commas (Envoy's <c>upgrade_configs</c>, where none is the default).
    /// Requests for others get 403. Empty for none.
    /// </summary>
    [UpgradeTypes]
    public string UpgradeConfigs { get; set; } = "websocket";

    /// <summary>
    /// True lets HTTP/2 clients open WebSockets, by an extended CONNECT (RFC 8441), where <c>UpgradeConfigs</c> allows them; otherwise the
    /// request gets 400 (Envoy's <c>allow_connect</c>, which is off by default).
    /// </summary>
    public bool AllowConnect { get; set; } = true;

    /// <summary>Gets the contents of <c>x-forwarded-client-cert</c>.</summary>
    public ClientCertDetailsOptions SetCurrentClientCertDetails { get; } = new();

    /// <summary>Gets the treatment of <c>x-forwarded-client-cert</c>.</summary>
    internal ForwardClientCertDetails ClientCertForwarding =>
        Enum.Parse<ForwardClientCertDetails>(ForwardClientCertDetails.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    /// <summary>Gets the options of TLS; null when the listener accepts clear text.</summary>
    public ListenerTlsOptions? Tls { get; internal set; }

    /// <summary>
    /// Gets the options of tracing in effect: the listener's own, and those of <see cref="ZipkinMeshOptions.Tracing"/> for the others. Null
    /// without tracing.
    /// </summary>
    public ListenerTracingOptions? Tracing { get; internal set; }
}
