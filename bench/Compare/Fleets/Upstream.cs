using System.Globalization;
using ZipkinMesh.Bench.Harness.Processes;
using ZipkinMesh.Bench.Harness.Proxies;

namespace ZipkinMesh.Bench.Compare.Fleets;

/// <summary>
/// Represents the upstream of the proxies: an nginx that responds with the demo app's 90 bytes to every path, with 1024 bytes to
/// <c>/body/1024</c>, and counts its requests.
/// </summary>
internal sealed class Upstream : IDisposable
{
    /// <summary>The sizes of the bodies below <c>/body/</c>.</summary>
    public static readonly int[] BodySizes = [0, 1024, 10 * 1024, 100 * 1024, 1024 * 1024];

    private const string StatusPath = "/upstream-status";

    private readonly HttpClient _client;

    private Upstream(int port, IReadOnlyList<string> addresses)
    {
        Endpoints = [.. addresses.Select(address => $"{address}:{port}")];
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    /// <summary>Gets its endpoints, each as <c>address:port</c>.</summary>
    public IReadOnlyList<string> Endpoints { get; }

    /// <summary>Starts nginx and waits until it responds.</summary>
    /// <param name="programs">The paths of the programs.</param>
    /// <param name="workspace">The workspace that owns the process.</param>
    /// <param name="endpoints">The number of addresses to listen on: 127.0.0.1, and others of 127.0.0.0/8.</param>
    /// <param name="cancel">Cancels the wait.</param>
    public static Upstream Start(Programs programs, Workspace workspace, int endpoints, CancellationToken cancel)
    {
        var port = Ports.Next();
        var upstream = new Upstream(port, ["127.0.0.1", .. Enumerable.Range(1, endpoints - 1).Select(i => $"127.1.{i / 250}.{1 + (i % 250)}")]);
        var folder = workspace.Folder("upstream");
        foreach (var size in BodySizes)
        {
            workspace.Write("upstream/body", $"{size}", new string('x', size));
        }

        var process = workspace.Start(
            programs.Nginx,
            ["-e", "stderr", "-c", workspace.Write("upstream", "nginx.conf", upstream.Configuration(folder))],
            Cores.Others);
        Readiness.Wait(process, port, "/", cancel);
        return upstream;
    }

    /// <summary>Returns the number of requests so far, without the one that asks for it.</summary>
    public async Task<long> RequestsAsync()
    {
        // Active connections: 1
        // server accepts handled requests
        //  16 16 31070
        // Reading: 0 Writing: 1 Waiting: 0
        var status = await _client.GetStringAsync(StatusPath);
        return long.Parse(status.Split('\n')[2].Trim().Split(' ')[2], CultureInfo.InvariantCulture) - 1;
    }

    public void Dispose() => _client.Dispose();

    private string Configuration(string folder) => NginxConfiguration.Write(folder, $$"""
          sendfile on;
          tcp_nopush on;
          open_file_cache max=16;
          default_type text/html;
          large_client_header_buffers 4 64k;
          server {
            {{string.Join("\n", Endpoints.Select(endpoint => $"listen {endpoint} backlog=4096;"))}}
            location / { return 200 "Hello from behind Envoy (service 1)! hostname: 4ee081ef8d91 resolvedhostname: 172.31.81.3\n"; }
            location /body/ { root {{folder}}; }
            location = {{StatusPath}} { stub_status; }
          }
        """);
}
