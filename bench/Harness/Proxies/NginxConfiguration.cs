namespace ZipkinMesh.Bench.Harness.Proxies;

/// <summary>Writes nginx's configuration: one worker, connections to the upstream kept alive, a request id, no log, no tracing.</summary>
public static class NginxConfiguration
{
    public static string Write(ProxySpec spec, string folder) => Write(folder, $$"""
          proxy_max_temp_file_size 0; # no body is buffered on disk
          proxy_http_version 1.1;
          {{Join(spec.Clusters.Select(Upstream))}}
          {{Join(spec.Listeners.Select(Server))}}
        """);

    /// <summary>Writes the parts that every nginx here requires.</summary>
    /// <param name="folder">The folder for its temporary files.</param>
    /// <param name="http">Further directives of the <c>http</c> block.</param>
    public static string Write(string folder, string http) => $$"""
        user {{Environment.UserName}}; # by default root's worker runs as nobody, which can't read the folder
        worker_processes 1;
        daemon off;
        pid {{folder}}/nginx.pid;
        error_log stderr error;
        events { worker_connections 16384; }
        http {
          access_log off;
          keepalive_requests 1000000000;
          client_body_temp_path {{folder}}/body-temp;
          proxy_temp_path {{folder}}/proxy;
          fastcgi_temp_path {{folder}}/fastcgi;
          uwsgi_temp_path {{folder}}/uwsgi;
          scgi_temp_path {{folder}}/scgi;
        {{http}}
        }
        """;

    private static string Upstream(ClusterSpec cluster) => $$"""
        upstream {{cluster.Name}} {
          {{Join(cluster.Endpoints.Select(endpoint => $"server {endpoint};"))}}
          keepalive 2048;
          keepalive_requests 1000000000;
        }
        """;

    private static string Server(ListenerSpec listener) => $$"""
        server {
          listen 127.0.0.1:{{listener.Port}} backlog=4096;
          proxy_set_header Connection "";
          proxy_set_header Host $http_host;
          proxy_set_header x-request-id $request_id;
          add_header x-request-id $request_id;
          {{Join(listener.Routes.Select(route => $$"""location {{route.Prefix}} { proxy_pass http://{{route.Cluster}}; }"""))}}
        }
        """;

    private static string Join(IEnumerable<string> parts) => string.Join("\n", parts);
}
