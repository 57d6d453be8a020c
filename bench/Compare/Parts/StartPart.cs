using System.Diagnostics;
using ZipkinMesh.Bench.Compare.Contenders;
using ZipkinMesh.Bench.Compare.Fleets;
using ZipkinMesh.Bench.Compare.Load;
using ZipkinMesh.Bench.Compare.Reports;
using ZipkinMesh.Bench.Harness.Processes;
using ZipkinMesh.Bench.Harness.Proxies;
using ZipkinMesh.Bench.Harness.Reports;

namespace ZipkinMesh.Bench.Compare.Parts;

/// <summary>Measures the time from the start of a front proxy to its first response, and the size of its program.</summary>
internal static class StartPart
{
    private static readonly Contender[] Contenders = [.. Contender.All.Where(contender => contender.Mode != Mode.NotSampled)];

    public static async Task<PartReport> RunAsync(CompareOptions options, BenchContext context)
    {
        await using var fleet = await Fleet.StartAsync(context);
        var times = context.Available(Contenders).ToDictionary(contender => contender, _ => new List<double>());

        // The first start of each isn't counted: it reads the program from disk.
        for (var round = 0; round <= options.Starts; round++)
        {
            foreach (var contender in Rounds.InTurn([.. times.Keys], round))
            {
                var time = await TimeAsync(fleet, contender, context.Cancel);
                if (round > 0)
                {
                    times[contender].Add(time.TotalMilliseconds);
                }
            }

            var latest = times.Select(time => $"{time.Key} {time.Value.LastOrDefault():N0} ms");
            Progress.Write($"{PartNames.Start}, round {round} of {options.Starts}: {string.Join(", ", latest)}");
        }

        var table = new TableReport();
        foreach (var (contender, milliseconds) in times)
        {
            table.Add(contender, Metrics.FirstResponse, milliseconds);
            table.Add(contender, Metrics.ProgramSize, new FileInfo(context.Programs.Proxy(contender.Kind, isSidecar: false)).Length / (1024.0 * 1024));
        }

        return new PartReport
        {
            Heading = "Start and size",
            How = $"From the start of the process to its first 200; {options.Starts} starts of each. "
                + "The system libraries that nginx and HAProxy use aren't counted.",
            Tables = [table],
            Accounts = [],
        };
    }

    private static async Task<TimeSpan> TimeAsync(Fleet fleet, Contender contender, CancellationToken cancel)
    {
        var spec = ProxySpec.Front(contender.Mode, Ports.Next(), fleet.Upstream.Endpoints, fleet.Collector.Port, "/start/api/v2/spans");
        var clock = Stopwatch.StartNew();
        var proxy = fleet.Starter.Start(contender.Kind, spec);
        Readiness.Wait(proxy, spec.Listeners[0].Port, new LoadSpec().Path, cancel);
        var time = clock.Elapsed;
        await fleet.Workspace.StopAsync(proxy);
        return time;
    }
}
