using System.Globalization;
using ZipkinMesh.Compare.Load;
using ZipkinMesh.Compare.Processes;

namespace ZipkinMesh.Compare.Collecting;

/// <summary>The collector's process, and the question how many spans it has.</summary>
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
        var collector = new Collector(Ports.Free());
        var process = workspace.Run(Environment.ProcessPath!, ["collector", $"{collector.Port}"], Cores.Others);
        FirstAnswer.Await(process, collector.Port, "/", cancel);
        return collector;
    }

    public async Task<long> SpansAsync(string path) => long.Parse(await _client.GetStringAsync(path), CultureInfo.InvariantCulture);

    public void Dispose() => _client.Dispose();
}
