using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ZipkinMesh.Tests.Monitoring;

/// <summary>Runs a Prometheus that scrapes proxies every second, and queries it.</summary>
internal sealed class PrometheusServer : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly HttpClient _client;
    private readonly Child _prometheus;

    private PrometheusServer(IEnumerable<(string Job, string Admin)> proxies)
    {
        var port = Scratch.FreePorts(1)[0];
        var configuration = Path.Combine(_scratch.Folder, "prometheus.yaml");
        File.WriteAllLines(configuration,
        [
            "global: { scrape_interval: 1s, evaluation_interval: 1s }",
            $"rule_files: ['{MonitoringFiles.PathOf("alerts.yaml")}']",
            "scrape_configs:",
            .. proxies.Select(proxy =>
                $"- {{ job_name: {proxy.Job}, metrics_path: /stats/prometheus, static_configs: [{{ targets: ['{new Uri(proxy.Admin).Authority}'] }}] }}"),
        ]);
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        _prometheus = new Child(DebianPrometheus.Find("prometheus"),
        [
            $"--config.file={configuration}", $"--storage.tsdb.path={Path.Combine(_scratch.Folder, "data")}", $"--web.listen-address=127.0.0.1:{port}",
        ]);
    }

    /// <summary>Starts the program and waits until it has scraped all proxies.</summary>
    public static async Task<PrometheusServer> StartAsync(params (string Job, string Admin)[] proxies)
    {
        var server = new PrometheusServer(proxies);
        await server.PollAsync(
            async () => (await server.QueryAsync("up == 1")).Count == proxies.Length ? [] : ["up"]);
        return server;
    }

    /// <summary>Returns the series that an expression has now.</summary>
    public async Task<JsonArray> QueryAsync(string expression)
    {
        var response = await GetAsync($"/api/v1/query?query={Uri.EscapeDataString(expression)}");
        return response["data"]!["result"]!.AsArray();
    }

    /// <summary>Returns the values of a label, as Grafana's label_values does.</summary>
    public async Task<string[]> LabelValuesAsync(string selector, string label)
    {
        var response = await GetAsync($"/api/v1/label/{label}/values?match[]={Uri.EscapeDataString(selector)}");
        return [.. response["data"]!.AsArray().Select(value => $"{value}")];
    }

    /// <summary>Repeats a check until nothing is missing; fails with what is missing when the time is over.</summary>
    public async Task PollAsync(Func<Task<IReadOnlyList<string>>> findMissing)
    {
        var missing = "nothing";
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Lines.Bound; await Task.Delay(100, TestContext.Current.CancellationToken))
        {
            try
            {
                if (await findMissing() is not { Count: > 0 } names)
                {
                    return;
                }

                missing = string.Join('\n', names);
            }
            catch (HttpRequestException e)
            {
                missing = e.Message; // not ready yet
            }
        }

        throw new TimeoutException($"Missing:\n{missing}\nPrometheus:\n{_prometheus.Errors}");
    }

    public void Dispose()
    {
        _client.Dispose();
        _prometheus.Dispose();
        _scratch.Dispose();
    }

    private async Task<JsonNode> GetAsync(string path)
    {
        using var response = await _client.GetAsync(path, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return response.IsSuccessStatusCode ? JsonNode.Parse(body)! : throw new HttpRequestException($"{path}: {body}");
    }
}
