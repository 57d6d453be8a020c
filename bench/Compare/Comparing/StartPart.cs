using System.Diagnostics;
using ZipkinMesh.Compare.Load;
using ZipkinMesh.Compare.Options;
using ZipkinMesh.Compare.Processes;
using ZipkinMesh.Compare.Proxies;
using ZipkinMesh.Compare.Reports;

namespace ZipkinMesh.Compare.Comparing;

/// <summary>How soon a front proxy answers when it is started, and how large its program is.</summary>
internal static class StartPart
{
    private static readonly Contender[] Contenders = [.. Contender.All.Where(contender => contender.Mode != Mode.NotSampled)];

    public static async Task<PartReport> RunAsync(CompareOptions options, Bench bench)
    {
        await using var fleet = await Fleet.StartAsync(bench);
        var times = Contenders.ToDictionary(contender => contender, _ => new List<double>());

        // The first start of each reads its program from the disk.
        for (var round = 0; round <= options.Starts; round++)
        {
            foreach (var contender in Rounds.InTurn(Contenders, round))
            {
                var time = await TimeAsync(fleet, contender, bench.Cancel);
                if (round > 0)
                {
                    times[contender].Add(time.TotalMilliseconds);
                }
            }

            Progress.Say($"{PartNames.Start}, round {round} of {options.Starts}: {string.Join(", ", times.Select(t => $"{t.Key} {t.Value.LastOrDefault():N0} ms"))}");
        }

        var table = new TableReport();
        foreach (var (contender, of) in times)
        {
            table.Add(contender, Metric.FirstAnswer, of);
            table.Add(contender, Metric.ProgramSize, new FileInfo(fleet.Starter.Program(contender.Kind)).Length / (1024.0 * 1024));
        }

        return new PartReport
        {
            Heading = "Start, and size",
            How = $"From the start of the process to its first 200; {options.Starts} fresh starts of each. "
                + "nginx and HAProxy use the system's libraries, which don't count.",
            Tables = [table],
            Accounts = [],
        };
    }

    private static async Task<TimeSpan> TimeAsync(Fleet fleet, Contender contender, CancellationToken cancel)
    {
        var spec = ProxySpec.Front(contender.Mode, Ports.Free(), fleet.Upstream.Endpoints, fleet.Collector.Port, "/start/api/v2/spans");
        var clock = Stopwatch.StartNew();
        var proxy = fleet.Starter.Start(contender.Kind, spec);
        FirstAnswer.Await(proxy, spec.Listeners[0].Port, new LoadSpec().Path, cancel);
        var time = clock.Elapsed;
        await fleet.Workspace.EndAsync(proxy);
        return time;
    }
}
