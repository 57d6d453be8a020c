namespace ZipkinMesh.Proxy.Stats;

/// <summary>Declares the statistics of a cluster.</summary>
internal static class ClusterStats
{
    private const string Connection = "{connection}";
    private const string Request = "{request}";

    private static readonly StatScope<ClusterSource> Scope = new("cluster.", $"cluster.{{{StatTags.Cluster}}}.");

    /// <summary>Gets the time of the upstream, from the first try of a request to the end of the response.</summary>
    public static StatDefinition RequestTime { get; } =
        Scope.Histogram("upstream_rq_time", "The time from a request's first try to the end of the upstream's response.");

    /// <summary>Gets the counters and gauges.</summary>
    public static IReadOnlyList<Stat<ClusterSource>> All { get; } =
    [
        .. Connections(), .. Requests(), .. Retries(), .. CircuitBreakers(), .. Members(),
    ];

    private static IEnumerable<Stat<ClusterSource>> Connections() =>
    [
        Scope.Counter("upstream_cx_total", Connection, "Connections that were begun.", c => c.Counters.Connections.Value),
        Scope.Gauge("upstream_cx_active", Connection, "Connections that are open or being opened.", c => c.Connections),
        Scope.Counter("upstream_cx_connect_fail", Connection, "Connections that couldn't be opened.", c => c.Counters.ConnectFailures.Value),
        Scope.Counter("upstream_cx_connect_timeout", Connection, "Connections that weren't opened in time.", c => c.Counters.ConnectTimeouts.Value),
        Scope.Counter("upstream_cx_idle_timeout", Connection, "Connections that were closed because they had been idle for too long.", c => c.Counters.IdleTimeouts.Value),
        Scope.Counter("upstream_cx_overflow", Connection, "Connections that weren't opened because there were too many others.", c => c.Counters.ConnectionOverflows.Value),
        Scope.Counter("upstream_cx_max_requests", Connection, "Connections that were closed because of the number of their requests.", c => c.Counters.MaxRequestsReached.Value),
        Scope.Counter("upstream_cx_max_duration_reached", Connection, "Connections that were closed because of their age.", c => c.Counters.MaxDurationsReached.Value),
        Scope.Counter("upstream_cx_destroy", Connection, "Connections that were closed.", c => c.Closed),
        Scope.Counter("upstream_cx_destroy_local", Connection, "Connections that this proxy closed.", c => c.Counters.ClosedLocally.Value),
        Scope.Counter("upstream_cx_destroy_remote", Connection, "Connections that the upstream closed or refused.", c => c.Counters.ClosedRemotely.Value),
        Scope.Counter("upstream_cx_rx_bytes_total", "By", "Bytes received; with TLS, those of the content.", c => c.Counters.BytesReceived.Value),
        Scope.Counter("upstream_cx_tx_bytes_total", "By", "Bytes sent; with TLS, those of the content.", c => c.Counters.BytesSent.Value),
    ];

    private static IEnumerable<Stat<ClusterSource>> Requests() =>
    [
        Scope.Counter("upstream_rq_total", Request, "Tries that have got a connection.", c => c.Counters.Requests.Value),
        Scope.Gauge("upstream_rq_active", Request, "Tries under way that have a connection.", c => c.Active),
        Scope.Counter("upstream_rq_completed", "{response}", "Responses to requests of the cluster, local replies included.", c => c.Counters.Responses.Total),
        Scope.CounterByClass("upstream_rq", "Those responses, by class of their status code.", c => c.Counters.Responses),
        Scope.CounterByCode("upstream_rq", "Those responses, by status code. 200 is there from the start, others with their first response.", c => c.Counters.Responses),
        Scope.Counter("upstream_rq_timeout", Request, "Requests that reached the timeout of their route.", c => c.Counters.Timeouts.Value),
        Scope.Counter("upstream_rq_per_try_timeout", Request, "Tries that reached the timeout of one try.", c => c.Counters.PerTryTimeouts.Value),
        Scope.Counter("upstream_rq_pending_total", Request, "Tries that had to wait for a connection.", c => c.Counters.Pending.Value),
        Scope.Gauge("upstream_rq_pending_active", Request, "Tries that wait for a connection.", c => c.Pending),
        Scope.Counter("upstream_rq_pending_overflow", Request, "Tries that failed because too many others waited.", c => c.Counters.PendingOverflows.Value),
        Scope.Counter("upstream_rq_pending_failure_eject", Request, "Tries whose connection couldn't be opened.", c => c.Counters.PendingFailures.Value),
        Scope.Counter("upstream_rq_active_overflow", Request, "Tries that failed because too many others were under way.", c => c.Counters.ActiveOverflows.Value),
        Scope.Counter("upstream_rq_cancelled", Request, "Tries whose request ended while they waited for a connection.", c => c.Counters.Cancellations.Value),
    ];

    private static IEnumerable<Stat<ClusterSource>> Retries() =>
    [
        Scope.Counter("upstream_rq_retry", Request, "Retries, also those without a retry policy.", c => c.Counters.Retries.Value),
        Scope.Counter("upstream_rq_retry_success", Request, "Retried requests that succeeded.", c => c.Counters.RetrySuccesses.Value),
        Scope.Counter("upstream_rq_retry_limit_exceeded", Request, "Requests that failed after all their retries.", c => c.Counters.RetryLimitsExceeded.Value),
        Scope.Counter("upstream_rq_retry_overflow", Request, "Requests that weren't retried because too many others were.", c => c.Counters.RetryOverflows.Value),
    ];

    private static IEnumerable<Stat<ClusterSource>> CircuitBreakers() =>
    [
        Scope.Gauge("circuit_breakers.default.cx_open", "1", "1 while the limit of connections is reached.", c => !c.Thresholds.SharesConnections && c.Places >= c.Thresholds.MaxConnections ? 1 : 0),
        Scope.Gauge("circuit_breakers.default.rq_open", "1", "1 while the limit of requests is reached.", c => c.Places >= c.Thresholds.MaxRequests ? 1 : 0),
        Scope.Gauge("circuit_breakers.default.rq_pending_open", "1", "1 while the limit of waiting requests is reached.", c => c.Waiting >= c.Thresholds.MaxPendingRequests ? 1 : 0),
        Scope.Gauge("circuit_breakers.default.rq_retry_open", "1", "1 while the limit of retries is reached.", c => c.Retries >= c.Thresholds.MaxRetries ? 1 : 0),
    ];

    private static IEnumerable<Stat<ClusterSource>> Members() =>
    [
        Scope.Gauge("membership_total", "{destination}", "Destinations.", c => c.Members),
        Scope.Gauge("membership_healthy", "{destination}", "Destinations that are healthy by all health checks.", c => c.Healthy),
        Scope.Gauge("membership_degraded", "{destination}", "0: there are no degraded destinations.", _ => 0),
        Scope.Gauge("membership_excluded", "{destination}", "0: there are no excluded destinations.", _ => 0),
        Scope.Gauge("outlier_detection.ejections_active", "{destination}", "Destinations that outlier detection has ejected.", c => c.Ejected),
    ];
}
