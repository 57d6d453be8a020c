using System.Diagnostics;
using System.Text.Json;
using ZipkinMesh.ZipkinBench.Load;
using ZipkinMesh.ZipkinBench.Processes;
using ZipkinMesh.ZipkinBench.Reports;

namespace ZipkinMesh.ZipkinBench.Parts;

/// <summary>How long a search takes in full storages, one after the other; both must find the same traces.</summary>
internal sealed class SearchPart(Pair pair, Traffic traffic, BenchOptions options)
{
    // In turns, so that a noisy moment hits both.
    private const int Batch = 10;

    // Of one kind for one server: a slow one has fewer, but enough for a median.
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(6);

    public async Task<List<Figure>> RunAsync(CancellationToken cancel)
    {
        var figures = new List<Figure>();
        foreach (var kind in Kinds())
        {
            Bench.Say(kind.Name);
            await CompareAsync(kind, cancel);
            var times = new Dictionary<ServerKind, List<double>> { [ServerKind.Ours] = [], [ServerKind.Real] = [] };
            for (var turn = 0; times.Values.Any(list => list.Count < options.Searches && list.Sum() < MostTime.TotalMilliseconds); turn++)
            {
                foreach (var server in pair.InTurn(turn))
                {
                    await MeasureAsync(server, kind, times[server.Kind], cancel);
                }
            }

            figures.Add(Figure.Median($"{kind.Name}: median", "ms", times, Bound.MostRatio(1, "at most the same")));
            figures.Add(new(
                $"{kind.Name}: p99",
                "ms",
                Statistics.Percentile(times[ServerKind.Ours], 0.99),
                Statistics.Percentile(times[ServerKind.Real], 0.99),
                Bound.MostRatio(1, "at most the same")));
        }

        return figures;
    }

    private SearchKind[] Kinds()
    {
        // Past the last span: its trace goes on for some time after it began.
        var end = (traffic.NowUs / 1000) + 60_000;
        var all = $"endTs={end}&lookback=7200000&limit=10";
        var middle = $"endTs={end - 1_500_000}&lookback=60000&limit=10";
        return
        [
            SearchKind.Traces("service", $"serviceName=cart&{all}"),
            SearchKind.Traces("service, no end given", "serviceName=cart&limit=10"),
            SearchKind.Traces("service, a minute long ago", $"serviceName=cart&{middle}"),
            SearchKind.Traces("service of few traces", $"serviceName={Traffic.RareService}&{all}"),
            SearchKind.Traces("span name", $"serviceName=stock&spanName=service.local:8000/path/3&{all}"),
            SearchKind.Traces("error", $"serviceName=orders&annotationQuery=error&{all}"),
            SearchKind.Traces("tag of some", $"annotationQuery=http.status_code%3D503%20and%20http.method%3DPOST&{all}"),
            SearchKind.Traces("annotation", $"serviceName=cart&annotationQuery=retry&{all}"),
            SearchKind.Traces("tag of one", $"annotationQuery=guid:x-request-id%3D{Traffic.RequestId(traffic.Traces / 3)}&{all}"),
            SearchKind.Traces("tag of none", $"annotationQuery=guid:x-request-id%3Dnone&{all}"),
            SearchKind.Traces("unknown tag", $"serviceName=front-proxy&annotationQuery=nobody.has.this&{all}"),
            SearchKind.Traces("duration of few", $"serviceName=stock&minDuration=1000000&{all}"),
            SearchKind.Traces("duration of none", $"serviceName=stock&minDuration=60000000&{all}"),
            new("dependencies", $"/api/v2/dependencies?endTs={end}&lookback=7200000"),
        ];
    }

    private async Task CompareAsync(SearchKind kind, CancellationToken cancel)
    {
        var (ours, real) = (await FindAsync(pair.Ours, kind, cancel), await FindAsync(pair.Real, kind, cancel));
        if (ours != real)
        {
            throw new BenchException($"void: {kind.Name}: {ours} in ours and {real} in the real server");
        }
    }

    // Traces in the order of the answer, and how many spans they have; links in any order.
    private static async Task<string> FindAsync(Server server, SearchKind kind, CancellationToken cancel)
    {
        using var answer = JsonDocument.Parse(await server.Client.GetStringAsync(kind.Path, cancel));
        var found = answer.RootElement.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.Array
            ? $"{one[0].GetProperty("traceId").GetString()}:{one.GetArrayLength()}"
            : one.GetRawText()).ToArray();
        return string.Join(' ', kind.Path.StartsWith("/api/v2/traces", StringComparison.Ordinal) ? found : found.Order(StringComparer.Ordinal));
    }

    private async Task MeasureAsync(Server server, SearchKind kind, List<double> times, CancellationToken cancel)
    {
        for (var i = 0; i < Batch && times.Count < options.Searches && times.Sum() < MostTime.TotalMilliseconds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await server.Client.GetByteArrayAsync(kind.Path, cancel);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
    }
}
