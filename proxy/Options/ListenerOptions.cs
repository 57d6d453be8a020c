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

    /// <summary>The time that a connection may stay open without a request. Kestrel has one limit for all listeners: the longest applies.</summary>
    [DurationRange("00:00:01", "1.00:00:00", Example = "01:00:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The time that a request may last without a byte of its body or of the response's; 00:00:00 for no limit. It then gets 408 while its
    /// body is incomplete, otherwise 504. WebSockets aren't limited.
    /// </summary>
    [DurationRange("00:00:00", "1.00:00:00", Example = "00:05:00")]
    public TimeSpan StreamIdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The age at which a connection is closed, once its current request has ended; 00:00:00 for no limit.
    /// </summary>
    [DurationRange("00:00:00", "7.00:00:00", Example = "01:00:00")]
    public TimeSpan MaxConnectionDuration { get; set; }

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
