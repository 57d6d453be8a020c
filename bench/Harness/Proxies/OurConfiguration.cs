namespace ZipkinMesh.Bench.Harness.Proxies;

/// <summary>Writes our proxies' settings: those of <c>front-proxy/appsettings.json</c>. Everything else is the default.</summary>
public static class OurConfiguration
{
    public static string Write(ProxySpec spec) => $$"""
        {
          "Node": { "Id": "{{spec.Node}}", "Cluster": "{{spec.Cluster}}" },
          "Listeners": {
            {{Join(spec.Listeners.Select(Listener))}}
          },
          {{Tracing(spec)}}
          "ReverseProxy": {
            "Routes": {
              {{Join(spec.Listeners.SelectMany(listener => listener.Routes.Select((route, i) => Route(listener, route, i, spec))))}}
            },
            "Clusters": {
              {{Join(spec.Clusters.Append(ClusterSpec.Local("zipkin", spec.CollectorPort)).Select(Cluster))}}
            }
          }
        }
        """;

    private static string Listener(ListenerSpec listener) =>
        $$"""
        "{{listener.Name}}": { "Address": "127.0.0.1", "Port": {{listener.Port}}, "Direction": "{{(listener.IsInbound ? "Inbound" : "Outbound")}}" }
        """;

    private static string Tracing(ProxySpec spec) => spec.Mode == Mode.Untraced ? "" :
        $$"""
        "Tracing": { "CollectorCluster": "zipkin", "CollectorEndpoint": "{{spec.CollectorPath}}", "RandomSampling": {{(spec.Mode == Mode.Traced ? 100 : 0)}} },
        """;

    private static string Route(ListenerSpec listener, RouteSpec route, int number, ProxySpec spec) =>
        $$"""
        "{{listener.Name}}-{{number}}": {
          "ClusterId": "{{route.Cluster}}",
          {{(spec.RouteTimeout is { } timeout ? $"\"Timeout\": \"{timeout:c}\"," : "")}}
          {{(spec.MatchesByPath ? $$"""  "Match": { "Path": "{{route.Prefix.TrimEnd('/')}}/{**rest}" }, """ : "")}}
          "Metadata": {
            "Listener": "{{listener.Name}}",
            {{(spec.MatchesByPath ? "" : $""" "Prefix": "{route.Prefix}", """)}}
            {{(route.ReturnsIds ? """ "ResponseHeadersFromRequest": "x-b3-traceid, x-request-id", """ : "")}}
            "Operation": "{{route.Operation}}"
          }
        }
        """;

    private static string Cluster(ClusterSpec cluster) =>
        $$"""
        "{{cluster.Name}}": { "Destinations": { {{Join(cluster.Endpoints.Select((endpoint, i) => $$""" "{{cluster.Name}}-{{i}}": { "Address": "http://{{endpoint}}" } """))}} } }
        """;

    private static string Join(IEnumerable<string> parts) => string.Join(",\n", parts);
}
