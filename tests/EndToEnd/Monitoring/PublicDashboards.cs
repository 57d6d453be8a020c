namespace ZipkinMesh.Tests.Monitoring;

/// <summary>
/// Lists the metrics, with the labels, that public dashboards for Envoy query (https://github.com/adinhodovic/envoy-mixin, and the add-ons of
/// https://github.com/envoyproxy/gateway), as far as this proxy has them. docs/statistics.md lists the others.
/// </summary>
internal static class PublicDashboards
{
    private const string Cluster = "envoy_cluster_name";
    private const string Listener = "envoy_listener_address";
    private const string Manager = "envoy_http_conn_manager_prefix";
    private const string CodeClass = "envoy_response_code_class";

    /// <summary>Gets selectors, such as <c>envoy_cluster_upstream_rq_xx{envoy_cluster_name!=""}</c>.</summary>
    public static IEnumerable<string> Selectors =>
    [
        .. Select([], "envoy_server_live", "envoy_server_state", "envoy_server_uptime", "envoy_server_memory_allocated", "envoy_server_memory_heap_size", "envoy_server_concurrency"),
        .. Select(
            [Cluster],
            "envoy_cluster_upstream_rq_total", "envoy_cluster_upstream_rq_active", "envoy_cluster_upstream_rq_timeout",
            "envoy_cluster_upstream_rq_retry", "envoy_cluster_upstream_rq_retry_success", "envoy_cluster_upstream_rq_retry_overflow",
            "envoy_cluster_upstream_rq_pending_total", "envoy_cluster_upstream_rq_pending_active", "envoy_cluster_upstream_rq_pending_overflow",
            "envoy_cluster_upstream_cx_total", "envoy_cluster_upstream_cx_active", "envoy_cluster_upstream_cx_destroy",
            "envoy_cluster_upstream_cx_connect_fail", "envoy_cluster_upstream_cx_connect_timeout",
            "envoy_cluster_upstream_cx_rx_bytes_total", "envoy_cluster_upstream_cx_tx_bytes_total",
            "envoy_cluster_membership_healthy", "envoy_cluster_membership_total", "envoy_cluster_membership_degraded", "envoy_cluster_membership_excluded",
            "envoy_cluster_outlier_detection_ejections_active",
            "envoy_cluster_circuit_breakers_default_cx_open", "envoy_cluster_circuit_breakers_default_rq_open",
            "envoy_cluster_upstream_rq_time_sum", "envoy_cluster_upstream_rq_time_count"),
        .. Select([Cluster, "le"], "envoy_cluster_upstream_rq_time_bucket"),
        .. Select([Cluster, CodeClass], "envoy_cluster_upstream_rq_xx"),
        .. Select([Cluster, "envoy_response_code"], "envoy_cluster_upstream_rq"),
        .. Select(
            [Manager],
            "envoy_http_downstream_rq_total", "envoy_http_downstream_rq_active", "envoy_http_downstream_rq_timeout",
            "envoy_http_downstream_rq_rx_reset", "envoy_http_downstream_rq_tx_reset",
            "envoy_http_downstream_cx_total", "envoy_http_downstream_cx_active", "envoy_http_downstream_cx_destroy", "envoy_http_downstream_cx_idle_timeout",
            "envoy_http_downstream_cx_rx_bytes_total", "envoy_http_downstream_cx_tx_bytes_total",
            "envoy_http_downstream_rq_time_sum", "envoy_http_downstream_rq_time_count",
            "envoy_http_tracing_random_sampling", "envoy_http_tracing_client_enabled", "envoy_http_tracing_service_forced",
            "envoy_http_tracing_not_traceable", "envoy_http_tracing_health_check"),
        .. Select([Manager, "le"], "envoy_http_downstream_rq_time_bucket"),
        .. Select([Manager, CodeClass], "envoy_http_downstream_rq_xx"),
        .. Select([Listener], "envoy_listener_downstream_cx_total", "envoy_listener_downstream_cx_active"),
        .. Select([Listener, Manager, CodeClass], "envoy_listener_http_downstream_rq_xx"),
        .. Select(
            [],
            "envoy_tracing_zipkin_spans_sent", "envoy_tracing_zipkin_timer_flushed", "envoy_tracing_zipkin_reports_sent",
            "envoy_tracing_zipkin_reports_dropped", "envoy_tracing_zipkin_reports_failed"),
    ];

    private static IEnumerable<string> Select(string[] labels, params string[] metrics) =>
        metrics.Select(metric => $"{metric}{{{string.Join(',', labels.Select(label => $"{label}!=\"\""))}}}");
}
