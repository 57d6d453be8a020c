using System.Text.Json;
using ZipkinMesh.Tests.WholeMesh;

namespace ZipkinMesh.Tests.Local;

/// <summary>Runs the real mesh with requests of the runner's own.</summary>
public sealed class LoadTests
{
    [Fact]
    public async Task Load_ThreeServices_LinksToTheTraceOfEachRequest()
    {
        using var mesh = await LocalMesh.StartAsync("--services", "3", "--load", "5", "--delay", "5", "--port-offset", $"{Random.Shared.Next(10_000, 20_000)}");

        var line = await mesh.Output.WaitForAsync("local: GET /trace/1: 200 in ");
        var link = line[(line.LastIndexOf(' ') + 1)..];
        Assert.StartsWith($"{mesh.Zipkin}/zipkin/traces/", link, StringComparison.Ordinal);

        // The stop flushes all spans, so the trace is read before it, as soon as it is complete.
        using var client = new HttpClient();
        var trace = new Uri($"{mesh.Zipkin}/api/v2/trace/{link[(link.LastIndexOf('/') + 1)..]}");
        string[] spans = [];
        using var bound = new CancellationTokenSource(Lines.Bound);
        while (spans.Length < 6)
        {
            await Task.Delay(100, bound.Token);
            using var response = await client.GetAsync(trace, bound.Token);
            spans = response.IsSuccessStatusCode ? Names(await response.Content.ReadAsStringAsync(bound.Token)) : [];
        }

        Assert.Equal(
            ["front-proxy check_server1", "service1 check_server1", "service1 check_server2", "service2 check_server2", "service2 check_server3", "service3 check_server3"],
            spans.Order());
        Assert.Equal(0, await mesh.StopAsync(Child.SigTerm));
    }

    [Fact]
    public async Task Load_AllFail_WritesTheStatus()
    {
        using var mesh = await LocalMesh.StartAsync("--load", "5", "--errors", "100");

        await mesh.Output.WaitForAsync("local: GET /trace/1: 500 in ");
        Assert.Equal(0, await mesh.StopAsync(Child.SigTerm));
    }

    private static string[] Names(string trace)
    {
        using var document = JsonDocument.Parse(trace);
        return
        [
            .. document.RootElement.EnumerateArray().Select(span =>
                $"{span.GetProperty("localEndpoint").GetProperty("serviceName").GetString()} {span.GetProperty("name").GetString()}"),
        ];
    }
}
