using ZipkinMesh.Compare.Load;
using ZipkinMesh.Compare.Options;
using ZipkinMesh.Compare.Proxies;
using ZipkinMesh.Compare.Reports;

namespace ZipkinMesh.Compare.Comparing;

/// <summary>How long a request takes at a rate that all can carry.</summary>
internal static class LatencyPart
{
    private const double PartOfTheSlowest = 0.4;

    public static async Task<PartReport> RunAsync(CompareOptions options, Bench bench)
    {
        await using var fleet = await Fleet.StartAsync(bench);
        await fleet.AddAsync(Contender.All);
        var load = new LoadSpec();
        var rate = await RateAsync(fleet, load, options.Latency.WarmUpSeconds);

        var results = fleet.Subjects.ToDictionary(subject => subject, _ => new List<OhaResult>());
        for (var round = 1; round <= options.Latency.Rounds; round++)
        {
            foreach (var subject in Rounds.InTurn(fleet.Subjects, round))
            {
                var result = await fleet.PaceAsync(subject, load, rate, options.Latency.Seconds);
                results[subject].Add(result);
                Progress.Say($"{PartNames.Latency}, round {round} of {options.Latency.Rounds}: {subject}: "
                    + $"p50 {result.P50:N0}, p99 {result.P99:N0}, p99.9 {result.P999:N0} µs");
            }
        }

        var table = new TableReport();
        foreach (var (subject, of) in results)
        {
            table.Add(subject.Contender, Metric.P50, of.Select(result => result.P50));
            table.Add(subject.Contender, Metric.P99, of.Select(result => result.P99));
            table.Add(subject.Contender, Metric.P999, of.Select(result => result.P999));
        }

        return new PartReport
        {
            Heading = "Latency",
            How = $"{rate:N0} requests per second for all, {PartOfTheSlowest:P0} of the most the slowest can do; 16 connections; counted from when a request "
                + $"was due; rounds of {options.Latency.Seconds} s.",
            Tables = [table],
            Accounts = await fleet.AccountsAsync(),
        };
    }

    // Warms them up, too.
    private static async Task<int> RateAsync(Fleet fleet, LoadSpec load, int seconds)
    {
        var slowest = double.MaxValue;
        foreach (var subject in fleet.Subjects)
        {
            slowest = Math.Min(slowest, (await fleet.DriveAsync(subject, load, seconds)).PerSecond);
        }

        return (int)(PartOfTheSlowest * slowest / 100) * 100;
    }
}
