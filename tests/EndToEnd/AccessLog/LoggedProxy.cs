using System.Text.Json;
using ZipkinMesh.Tests.WholeMesh;

namespace ZipkinMesh.Tests.AccessLog;

/// <summary>Runs a proxy, ours or Envoy, with an access log.</summary>
internal sealed class LoggedProxy : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly Child _program;

    private LoggedProxy(Func<LoggedProxy, Child> start) => _program = start(this);

    public int Port { get; } = Scratch.FreePorts(1)[0];

    private string LogPath => Path.Combine(_scratch.Folder, "access.log");

    private string ConfigurationPath => Path.Combine(_scratch.Folder, "proxy.json");

    public static async Task<LoggedProxy> StartMeshAsync(LogPeers peers, string format)
    {
        var proxy = new LoggedProxy(self =>
        {
            File.WriteAllText(self.ConfigurationPath, JsonSerializer.Serialize(self.MeshSettings(peers, format)));
            return new Child(Path.GetFullPath("../../FrontProxy/debug/front-proxy", AppContext.BaseDirectory), ["-c", self.ConfigurationPath]);
        });
        await proxy._program.Output.WaitForAsync("Listening on ");
        return proxy;
    }

    public static async Task<LoggedProxy> StartEnvoyAsync(LogPeers peers, string format)
    {
        var proxy = new LoggedProxy(self =>
        {
            File.WriteAllText(self.ConfigurationPath, EnvoyLogConfiguration.Create(self.Port, peers, self.LogPath, format).ToJsonString());
            return new Child(Reference.Envoy(), ["-c", self.ConfigurationPath, "--concurrency", "1", "--disable-hot-restart", "-l", "info", "--file-flush-interval-msec", "50"]);
        });
        await proxy._program.Errors.WaitForAsync("starting main dispatch loop");
        return proxy;
    }

    /// <summary>Waits for a number of lines.</summary>
    public async Task<string[]> ReadLinesAsync(int count)
    {
        for (var deadline = DateTime.UtcNow + Lines.Bound; ; await Task.Delay(20))
        {
            var lines = File.Exists(LogPath) ? await File.ReadAllLinesAsync(LogPath) : [];
            if (lines.Length >= count)
            {
                return lines;
            }

            Assert.True(DateTime.UtcNow < deadline, $"Only {lines.Length} of {count} lines:\n{string.Join('\n', lines)}");
        }
    }

    public void Dispose()
    {
        _program.Dispose();
        _scratch.Dispose();
    }

    // Keys need no nesting: colons in a JSON name separate sections.
    private Dictionary<string, string> MeshSettings(LogPeers peers, string format)
    {
        var settings = new Dictionary<string, string>
        {
            ["Node:Cluster"] = "front-proxy",
            ["Listeners:ingress_http:Address"] = "127.0.0.1",
            ["Listeners:ingress_http:Port"] = $"{Port}",
            ["Listeners:ingress_http:Direction"] = "Outbound",
            ["Tracing:CollectorCluster"] = "up",
            ["AccessLog:Path"] = LogPath,
            ["AccessLog:Format"] = format,
            ["ReverseProxy:Routes:slow:Timeout"] = "00:00:00.300",
            ["ReverseProxy:Routes:retry:Metadata:RetryOn"] = "5xx, reset",
            ["ReverseProxy:Routes:retry:Metadata:NumRetries"] = "2",
            ["ReverseProxy:Routes:retry:Metadata:PerTryTimeout"] = "00:00:00.200",
        };
        foreach (var (name, cluster) in LogPeers.Routes)
        {
            settings[$"ReverseProxy:Routes:{name}:ClusterId"] = cluster;
            settings[$"ReverseProxy:Routes:{name}:Metadata:Listener"] = "ingress_http";
            settings[$"ReverseProxy:Routes:{name}:Metadata:Operation"] = name;
            settings[$"ReverseProxy:Routes:{name}:Metadata:Prefix"] = $"/{name}";
        }

        foreach (var (name, port) in peers.Clusters)
        {
            // A name that doesn't resolve has no destination.
            settings[$"ReverseProxy:Clusters:{name}:Destinations:{name}:Address"] = port is null ? "http://no-such-host.invalid:80" : $"http://127.0.0.1:{port}";
        }

        return settings;
    }
}
