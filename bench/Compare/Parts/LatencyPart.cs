using ZipkinMesh.Bench.Compare.Contenders;
using ZipkinMesh.Bench.Compare.Fleets;
using ZipkinMesh.Bench.Compare.Load;
using ZipkinMesh.Bench.Compare.Reports;
using ZipkinMesh.Bench.Harness.Proxies;
using ZipkinMesh.Bench.Harness.Reports;

namespace ZipkinMesh.Bench.Compare.Parts;

/// <summary>Measures the latency at a rate that every proxy sustains.</summary>
internal static class LatencyPart
{
    private const double ShareOfSlowest = 0.4;

    public static async Task<PartReport> RunAsync(CompareOptions options, BenchContext context)
    {
        await using var fleet = await Fleet.StartAsync(context);
        await fleet.AddAsync(context.Available(Contender.All));
        var load = new LoadSpec();
        var rate = await FindRateAsync(fleet, load, options.Latency.WarmUpSeconds);
        var table = new TableReport();
        foreach (var (subject, results) in await MeasureAsync(fleet, load, rate, options.Latency))
        {
            table.Add(subject.Contender, Metrics.P50, results.Select(result => result.P50));
            table.Add(subject.Contender, Metrics.P99, results.Select(result => result.P99));
            table.Add(subject.Contender, Metrics.P999, results.Select(result => result.P999));
        }

        return new PartReport
        {
            Heading = "Latency",
            How = $"{rate:N0} requests per second for all, {ShareOfSlowest:P0} of the highest rate of the slowest; 16 connections; counted from the time a "
                + $"request was due; rounds of {options.Latency.Seconds} s.",
            Tables = [table],
            Accounts = await fleet.AccountsAsync(),
        };
    }

    private static async Task<IReadOnlyDictionary<Subject, List<OhaResult>>> MeasureAsync(Fleet fleet, LoadSpec load, int rate, RoundOptions options)
    {
        var results = fleet.Subjects.ToDictionary(subject => subject, _ => new List<OhaResult>());
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var subject in Rounds.InTurn(fleet.Subjects, round))
            {
                var result = await fleet.LoadAtRateAsync(subject, load, rate, options.Seconds);
                results[subject].Add(result);
                Progress.Write($"{PartNames.Latency}, round {round} of {options.Rounds}: {subject}: "
                    + $"p50 {result.P50:N0}, p99 {result.P99:N0}, p99.9 {result.P999:N0} µs");
            }
        }

        return results;
    }

    // This also warms up the proxies.
    private static async Task<int> FindRateAsync(Fleet fleet, LoadSpec load, int seconds)
    {
        var slowest = double.MaxValue;
        foreach (var subject in fleet.Subjects)
        {
            slowest = Math.Min(slowest, (await fleet.LoadAsync(subject, load, seconds)).PerSecond);
        }

        return (int)(ShareOfSlowest * slowest / 100) * 100;
    }
}
