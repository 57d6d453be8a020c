namespace ZipkinMesh.Bench.Harness.Proxies;

/// <summary>Writes Envoy's bootstrap, as in its Zipkin sandbox. Everything else, flush sizes included, is Envoy's default.</summary>
public static class EnvoyConfiguration
{
    public static string Write(ProxySpec spec) => $$"""
        {
          "static_resources": {
            "listeners": [ {{Join(spec.Listeners.Select(listener => Listener(listener, spec)))}} ],
            "clusters": [ {{Join(spec.Clusters.Append(ClusterSpec.Local("zipkin", spec.CollectorPort)).Select(Cluster))}} ]
          }
        }
        """;

    private static string Listener(ListenerSpec listener, ProxySpec spec) => $$"""
        {
          "address": {{Address("127.0.0.1", $"{listener.Port}")}},
          "traffic_direction": "{{(listener.IsInbound ? "INBOUND" : "OUTBOUND")}}",
          "filter_chains": [ { "filters": [ {
            "name": "envoy.filters.network.http_connection_manager",
            "typed_config": {
              "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
              "codec_type": "AUTO",
              "generate_request_id": true,
              "stat_prefix": "{{listener.Name}}",
              {{Tracing(spec)}}
              "route_config": {
                "name": "{{listener.Name}}_route",
                "virtual_hosts": [ {
                  "name": "backend",
                  "domains": [ "*" ],
                  "routes": [ {{Join(listener.Routes.Select(route => Route(route, spec)))}} ]
                } ]
              },
              "http_filters": [ {
                "name": "envoy.filters.http.router",
                "typed_config": { "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router" }
              } ]
            }
          } ] } ]
        }
        """;

    private static string Tracing(ProxySpec spec) => spec.Mode == Mode.Untraced ? "" : $$"""
        "tracing": {
          "random_sampling": { "value": {{(spec.Mode == Mode.Traced ? 100 : 0)}} },
          "provider": {
            "name": "envoy.tracers.zipkin",
            "typed_config": {
              "@type": "type.googleapis.com/envoy.config.trace.v3.ZipkinConfig",
              "collector_cluster": "zipkin",
              "collector_endpoint": "{{spec.CollectorPath}}",
              "collector_endpoint_version": "HTTP_JSON"
            }
          }
        },
        """;

    private static string Route(RouteSpec route, ProxySpec spec) => $$"""
        {
          "match": { "prefix": "{{route.Prefix}}" },
          "route": { "cluster": "{{route.Cluster}}"{{(spec.RouteTimeout is { } timeout ? $", \"timeout\": \"{timeout.TotalSeconds}s\"" : "")}} },
          {{(route.ReturnsIds ? $"""  "response_headers_to_add": [ {ResponseHeader("x-b3-traceid")}, {ResponseHeader("x-request-id")} ], """ : "")}}
          "decorator": { "operation": "{{route.Operation}}" }
        }
        """;

    private static string ResponseHeader(string name) => $$"""{ "header": { "key": "{{name}}", "value": "%REQ({{name}})%" } }""";

    private static string Cluster(ClusterSpec cluster) => $$"""
        {
          "name": "{{cluster.Name}}",
          "type": "STRICT_DNS",
          "lb_policy": "ROUND_ROBIN",
          "load_assignment": {
            "cluster_name": "{{cluster.Name}}",
            "endpoints": [ { "lb_endpoints": [ {{Join(cluster.Endpoints.Select(Endpoint))}} ] } ]
          }
        }
        """;

    private static string Endpoint(string endpoint) =>
        endpoint.Split(':') is [var address, var port] ? $$"""{ "endpoint": { "address": {{Address(address, port)}} } }""" : "";

    private static string Address(string address, string port) => $$"""{ "socket_address": { "address": "{{address}}", "port_value": {{port}} } }""";

    private static string Join(IEnumerable<string> parts) => string.Join(",\n", parts);
}
