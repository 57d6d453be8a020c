using System.Globalization;
using ZipkinMesh.Bench.Harness.Processes;

namespace ZipkinMesh.Bench.Compare.Collecting;

/// <summary>Represents the process of the collector, which counts the spans of each contender.</summary>
internal sealed class Collector : IDisposable
{
    private readonly HttpClient _client;

    private Collector(int port)
    {
        Port = port;
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    public int Port { get; }

    public static Collector Start(Workspace workspace, CancellationToken cancel)
    {
        var collector = new Collector(Ports.Next());
        var process = workspace.Start(Environment.ProcessPath!, [CollectorServer.CommandName, "--port", $"{collector.Port}"], Cores.Others);
        Readiness.Wait(process, collector.Port, "/", cancel);
        return collector;
    }

    /// <summary>Returns the number of spans posted to this path so far.</summary>
    public async Task<long> CountAsync(string path) => long.Parse(await _client.GetStringAsync(path), CultureInfo.InvariantCulture);

    public void Dispose() => _client.Dispose();
}
