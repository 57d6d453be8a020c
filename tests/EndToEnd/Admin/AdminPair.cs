using System.Net;
using ZipkinMesh.Tests.Proxy;
using ZipkinMesh.Tests.WholeMesh;

namespace ZipkinMesh.Tests.Admin;

/// <summary>Runs the front proxy beside Envoy, both with an admin interface and the sandbox's configuration.</summary>
public sealed class AdminPair : IAsyncLifetime
{
    private readonly Scratch _scratch = new();
    private readonly RawServer _upstream = new();
    private readonly FakeCollector _collector = new();
    private readonly int[] _ports = Scratch.FreePorts(4);
    private readonly List<Child> _children = [];

    internal HttpClient Client { get; } = new();

    internal RawServer Upstream => _upstream;

    internal Uri Ours => new($"http://127.0.0.1:{_ports[1]}");

    internal Uri Envoys => new($"http://127.0.0.1:{_ports[3]}");

    /// <summary>Gets the port of the listener of one of the two.</summary>
    internal int PortOf(Uri server) => server == Ours ? _ports[0] : _ports[2];

    public async ValueTask InitializeAsync()
    {
        var envoy = Reference.Envoy();
        var path = Path.Combine(_scratch.Folder, "envoy.json");
        await File.WriteAllTextAsync(path, Configuration());
        _children.Add(new Child(envoy, ["-c", path, "--concurrency", "1", "--disable-hot-restart", "--base-id", $"{_ports[3]}", "-l", "warning"]));
        _children.Add(await FrontProxyProcess.StartAsync(_ports[0], [_upstream.Address], _collector.Address, [$"--Admin:Port={_ports[1]}"]));
        await WaitUntilLiveAsync(Envoys);
        await WaitUntilLiveAsync(Ours);
        foreach (var port in new[] { _ports[0], _ports[2] })
        {
            using var response = await Client.GetAsync(new Uri($"http://127.0.0.1:{port}/"));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _children.ForEach(child => child.Dispose());
        Client.Dispose();
        await _upstream.DisposeAsync();
        await _collector.DisposeAsync();
        _scratch.Dispose();
    }

    /// <summary>Sends a request to one of the two.</summary>
    internal async Task<AdminResponse> SendAsync(Uri server, string method, string target)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(server, target));
        using var response = await Client.SendAsync(request);
        var type = response.Content.Headers.TryGetValues("Content-Type", out var types) ? string.Join(", ", types) : "";
        var body = await response.Content.ReadAsStringAsync();

        // The two have other ports.
        body = body.Replace($"127.0.0.1:{_ports[2]}", "127.0.0.1:LISTENER", StringComparison.Ordinal)
            .Replace($"127.0.0.1:{_ports[0]}", "127.0.0.1:LISTENER", StringComparison.Ordinal);
        return new AdminResponse(response.StatusCode, type, body);
    }

    private async Task WaitUntilLiveAsync(Uri server)
    {
        for (var deadline = DateTime.UtcNow + Lines.Bound; ; await Task.Delay(25))
        {
            try
            {
                using var response = await Client.GetAsync(new Uri(server, "/ready"));
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (DateTime.UtcNow < deadline)
            {
            }
        }
    }

    private string Configuration() => $$"""
        {
          "node": { "id": "front-envoy", "cluster": "front-proxy" },
          "admin": { "address": { "socket_address": { "address": "127.0.0.1", "port_value": {{_ports[3]}} } } },
          "layered_runtime": { "layers": [
            { "name": "static", "static_layer": { "tracing.random_sampling": 100, "tracing.client_enabled": 100, "tracing.global_enabled": 100 } },
            { "name": "admin", "admin_layer": {} } ] },
          "static_resources": {
            "listeners": [{
              "name": "ingress_http",
              "address": { "socket_address": { "address": "127.0.0.1", "port_value": {{_ports[2]}} } },
              "traffic_direction": "OUTBOUND",
              "filter_chains": [{ "filters": [{
                "name": "envoy.filters.network.http_connection_manager",
                "typed_config": {
                  "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
                  "generate_request_id": true,
                  "stat_prefix": "ingress_http",
                  "tracing": { "provider": { "name": "envoy.tracers.zipkin", "typed_config": {
                    "@type": "type.googleapis.com/envoy.config.trace.v3.ZipkinConfig",
                    "collector_cluster": "zipkin", "collector_endpoint": "/api/v2/spans", "collector_endpoint_version": "HTTP_JSON" } } },
                  "route_config": { "name": "local_route", "virtual_hosts": [{ "name": "backend", "domains": ["*"], "routes": [{
                    "match": { "prefix": "/" }, "route": { "cluster": "service1" }, "decorator": { "operation": "check_server1" },
                    "response_headers_to_add": [
                      { "header": { "key": "x-b3-traceid", "value": "%REQ(x-b3-traceid)%" } },
                      { "header": { "key": "x-request-id", "value": "%REQ(x-request-id)%" } }] }] }] },
                  "http_filters": [{ "name": "envoy.filters.http.router", "typed_config": {
                    "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router" } }]
                } }] }]
            }],
            "clusters": [{{Cluster("service1", _upstream.Address)}}, {{Cluster("zipkin", _collector.Address)}}]
          }
        }
        """;

    private static string Cluster(string name, string address) => $$"""
        { "name": "{{name}}", "type": "STRICT_DNS", "load_assignment": { "cluster_name": "{{name}}", "endpoints": [{ "lb_endpoints": [{
          "endpoint": { "address": { "socket_address": { "address": "127.0.0.1", "port_value": {{new Uri(address).Port}} } } } }] }] } }
        """;
}
