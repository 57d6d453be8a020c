using ZipkinMesh.Proxy.Counters;

namespace ZipkinMesh.Proxy.Stats;

/// <summary>Declares the statistics that Envoy's HTTP connection manager has. Here, each listener is one, under its own name.</summary>
internal static class ConnectionManagerStats
{
    private const string Connection = "{connection}";
    private const string Request = "{request}";

    private static readonly StatScope<ListenerCounters> Scope = new("http.", $"http.{{{StatTags.ConnectionManager}}}.");

    /// <summary>Gets the time of a request and its response.</summary>
    public static StatDefinition RequestTime { get; } =
        Scope.Histogram("downstream_rq_time", "The time from the headers of a request to the end of its response. Unfinished responses don't count.");

    /// <summary>Gets the counters and gauges.</summary>
    public static IReadOnlyList<Stat<ListenerCounters>> All { get; } = [.. Connections(), .. Requests(), .. Failures()];

    /// <summary>Gets those that exist only with tracing: the requests by the reason for which they are traced.</summary>
    public static IReadOnlyList<Stat<ListenerCounters>> Tracing { get; } =
    [
        Scope.Counter("tracing.random_sampling", Request, "Responses to requests that were sampled at random.", c => c.RandomlySampled.Value),
        Scope.Counter("tracing.service_forced", Request, "Responses to requests with x-envoy-force-trace.", c => c.ServiceForced.Value),
        Scope.Counter("tracing.client_enabled", Request, "Responses to requests with x-client-trace-id.", c => c.ClientForced.Value),
        Scope.Counter("tracing.not_traceable", Request, "Responses to requests that weren't sampled.", c => c.NotTraceable.Value),
        Scope.Counter("tracing.health_check", Request, "0: there is no filter for health checks.", _ => 0),
    ];

    private static IEnumerable<Stat<ListenerCounters>> Connections() =>
    [
        Scope.Counter("downstream_cx_total", Connection, "Connections.", c => c.Connections.Value),
        Scope.Counter("downstream_cx_http1_total", Connection, "Connections with HTTP/1.1, and those that ended before a request.", c => Math.Max(0, -c.Http2Connections.Value + c.Connections.Value)),
        Scope.Counter("downstream_cx_http2_total", Connection, "Connections with HTTP/2.", c => c.Http2Connections.Value),
        Scope.Gauge("downstream_cx_active", Connection, "Open connections.", c => Math.Max(0, -c.ConnectionsClosed.Value + c.Connections.Value)),
        Scope.Gauge("downstream_cx_http1_active", Connection, "Open connections with HTTP/1.1, and those without a request yet.", c => Math.Max(0, -c.ConnectionsClosed.Value + c.Connections.Value - OpenHttp2(c))),
        Scope.Gauge("downstream_cx_http2_active", Connection, "Open connections with HTTP/2.", OpenHttp2),
        Scope.Counter("downstream_cx_upgrades_total", Request, "Requests for an upgrade, such as to a WebSocket, that were forwarded.", c => c.Upgrades.Value),
        Scope.Gauge("downstream_cx_upgrades_active", Request, "Those that are under way, and upgraded connections.", c => Math.Max(0, -c.UpgradesEnded.Value + c.Upgrades.Value)),
        Scope.Counter("downstream_cx_ssl_total", Connection, "Connections with TLS.", c => c.Tls.Connections.Value),
        Scope.Gauge("downstream_cx_ssl_active", Connection, "Open connections with TLS.", c => Math.Max(0, -c.Tls.ConnectionsClosed.Value + c.Tls.Connections.Value)),
        Scope.Counter("downstream_cx_destroy", Connection, "Connections that were closed.", c => c.ConnectionsClosed.Value),
        Scope.Counter("downstream_cx_idle_timeout", Connection, "Connections that were closed because they had been idle for too long.", c => c.IdleConnections.Value),
        Scope.Counter("downstream_cx_max_duration_reached", Connection, "Connections that were closed because of their age.", c => c.ConnectionDurations.Value),
        Scope.Counter("downstream_cx_max_requests_reached", Connection, "Connections that were closed because of the number of their requests.", c => c.ConnectionRequests.Value),
        Scope.Counter("downstream_cx_protocol_error", Connection, "Malformed requests.", c => c.ProtocolErrors.Value),
        Scope.Counter("downstream_cx_rx_bytes_total", "By", "Bytes received.", c => c.BytesReceived.Value),
        Scope.Counter("downstream_cx_tx_bytes_total", "By", "Bytes sent.", c => c.BytesSent.Value),
    ];

    private static long OpenHttp2(ListenerCounters c) => Math.Max(0, -c.Http2ConnectionsClosed.Value + c.Http2Connections.Value);

    private static IEnumerable<Stat<ListenerCounters>> Requests() =>
    [
        Scope.Counter("downstream_rq_total", Request, "Requests.", c => c.Requests.Value),
        Scope.Counter("downstream_rq_http1_total", Request, "Requests with HTTP/1.1.", c => Math.Max(0, -c.Http2Requests.Value + c.Requests.Value)),
        Scope.Counter("downstream_rq_http2_total", Request, "Requests with HTTP/2.", c => c.Http2Requests.Value),
        Scope.Gauge("downstream_rq_active", Request, "Requests under way.", c => Math.Max(0, -c.RequestsEnded.Value + c.Requests.Value)),
        Scope.Counter("downstream_rq_completed", "{response}", "Responses, local replies included.", c => c.Responses.Total),
        Scope.CounterByClass("downstream_rq", "Responses by class of their status code.", c => c.Responses),
        Scope.Counter("rq_total", Request, "Requests that aren't malformed.", c => c.RoutedRequests.Value),
        Scope.Counter("no_route", Request, "Requests that no route matches.", c => c.UnmatchedRequests.Value),
    ];

    private static IEnumerable<Stat<ListenerCounters>> Failures() =>
    [
        Scope.Counter("downstream_rq_rx_reset", Request, "Requests that the client gave up, or whose framing was malformed.", c => c.ReceivedResets.Value),
        Scope.Counter("downstream_rq_tx_reset", Request, "Responses that had begun and couldn't be finished.", c => c.SentResets.Value),
        Scope.Counter("downstream_rq_timeout", Request, "Requests that didn't arrive in time.", c => c.RequestTimeouts.Value),
        Scope.Counter("downstream_rq_max_duration_reached", Request, "Requests and upgraded connections that reached their longest time.", c => c.RequestDurations.Value),
        Scope.Counter("downstream_rq_idle_timeout", Request, "Requests without a byte of their body or response for too long.", c => c.IdleRequests.Value),
        Scope.Counter("downstream_rq_header_timeout", Request, "Requests whose headers took too long.", c => c.HeaderTimeouts.Value),
    ];
}
