using System.Diagnostics;
using System.Text.Json;
using ZipkinMesh.Bench.Harness;
using ZipkinMesh.Bench.Harness.Figures;
using ZipkinMesh.Bench.Harness.Reports;
using ZipkinMesh.Bench.Zipkin.Load;
using ZipkinMesh.Bench.Zipkin.Options;
using ZipkinMesh.Bench.Zipkin.Servers;

namespace ZipkinMesh.Bench.Zipkin.Parts;

/// <summary>Measures searches in full storages, one request at a time. Both servers must find the same traces.</summary>
internal sealed class SearchPart(ServerPair pair, Traffic traffic, BenchOptions options)
{
    // The servers take turns, so that a disturbance affects both.
    private const int Batch = 10;

    // For one kind of search on one server. A slow server gets fewer requests, but enough for a median.
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(6);

    public async Task<List<Comparison>> RunAsync(CancellationToken cancel)
    {
        var figures = new List<Comparison>();
        foreach (var kind in Kinds())
        {
            Progress.Write(kind.Name);
            await CompareAsync(kind, cancel);
            var times = new Samples();
            for (var turn = 0; IsIncomplete(times.Of(ServerKind.Ours)) || IsIncomplete(times.Of(ServerKind.Real)); turn++)
            {
                foreach (var server in pair.InTurn(turn))
                {
                    await MeasureAsync(server, kind, times.Of(server.Kind), cancel);
                }
            }

            figures.Add(times.Medians(new Metric($"{kind.Name}: median", "ms"), Target.RatioAtMost(1, "at most the same")));
            figures.Add(times.Percentiles(new Metric($"{kind.Name}: p99", "ms"), 0.99, Target.RatioAtMost(1, "at most the same")));
        }

        return figures;
    }

    private SearchKind[] Kinds()
    {
        // After the end of the last trace.
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
            throw new BenchException($"invalid: {kind.Name}: ours found {ours}, the real server {real}");
        }
    }

    // Trace ids and span counts in the order of the response; links in any order.
    private static async Task<string> FindAsync(Server server, SearchKind kind, CancellationToken cancel)
    {
        using var response = JsonDocument.Parse(await server.Client.GetStringAsync(kind.Path, cancel));
        var found = response.RootElement.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.Array
            ? $"{one[0].GetProperty("traceId").GetString()}:{one.GetArrayLength()}"
            : one.GetRawText()).ToArray();
        return string.Join(' ', kind.Path.StartsWith("/api/v2/traces", StringComparison.Ordinal) ? found : found.Order(StringComparer.Ordinal));
    }

    private bool IsIncomplete(List<double> times) => times.Count < options.Searches && times.Sum() < TimeLimit.TotalMilliseconds;

    private async Task MeasureAsync(Server server, SearchKind kind, List<double> times, CancellationToken cancel)
    {
        for (var i = 0; i < Batch && IsIncomplete(times); i++)
        {
            var start = Stopwatch.GetTimestamp();
            await server.Client.GetByteArrayAsync(kind.Path, cancel);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
    }
}
