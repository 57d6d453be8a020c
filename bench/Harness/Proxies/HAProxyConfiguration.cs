namespace ZipkinMesh.Bench.Harness.Proxies;

/// <summary>Writes HAProxy's configuration: one thread, connections kept alive on both sides, a request id, no log, no tracing; one route.</summary>
public static class HAProxyConfiguration
{
    public static string Write(ProxySpec spec) => $$"""
        global
          nbthread 1
          maxconn 8192
        defaults
          mode http
          option http-keep-alive
          http-reuse always
          timeout connect 5s
          timeout client 60s
          timeout server 15s
        frontend {{spec.Listeners[0].Name}}
          bind 127.0.0.1:{{spec.Listeners[0].Port}} backlog 4096
          http-request set-var(txn.id) uuid
          http-request set-header x-request-id %[var(txn.id)]
          http-response set-header x-request-id %[var(txn.id)]
          default_backend {{spec.Clusters[0].Name}}
        backend {{spec.Clusters[0].Name}}
          balance roundrobin
        {{string.Join('\n', spec.Clusters[0].Endpoints.Select((endpoint, i) => $"  server server{i} {endpoint}"))}}

        """;
}
