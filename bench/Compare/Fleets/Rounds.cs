using ZipkinMesh.Bench.Compare.Contenders;
using ZipkinMesh.Bench.Compare.Load;
using ZipkinMesh.Bench.Compare.Reports;
using ZipkinMesh.Bench.Harness.Reports;

namespace ZipkinMesh.Bench.Compare.Fleets;

/// <summary>Measures a fleet's subjects in turn, round by round, so that a disturbance of the machine affects all of them.</summary>
internal static class Rounds
{
    /// <summary>Returns the results of each subject, one per round.</summary>
    public static async Task<IReadOnlyDictionary<Subject, List<RoundResult>>> RunAsync(Fleet fleet, LoadSpec load, RoundOptions options, string name)
    {
        foreach (var subject in fleet.Subjects)
        {
            await fleet.LoadAsync(subject, load, options.WarmUpSeconds);
        }

        var results = fleet.Subjects.ToDictionary(subject => subject, _ => new List<RoundResult>());
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var subject in InTurn(fleet.Subjects, round))
            {
                var result = await fleet.LoadAsync(subject, load, options.Seconds);
                results[subject].Add(result);
                Progress.Write($"{name}, round {round} of {options.Rounds}: {subject}: {result.Cpu:N1} µs per request, {result.PerSecond:N0} requests/s");
            }
        }

        return results;
    }

    /// <summary>
    /// Returns the order of a round. Each round starts with another subject, and every other round runs backwards, so no subject always
    /// follows the same one.
    /// </summary>
    public static IEnumerable<T> InTurn<T>(IReadOnlyList<T> all, int round)
    {
        var first = round / 2 % all.Count;
        var order = all.Skip(first).Concat(all.Take(first));
        return round % 2 == 0 ? order : order.Reverse();
    }

    /// <summary>Adds the columns that every part shows.</summary>
    public static void AddTo(TableReport table, IReadOnlyDictionary<Subject, List<RoundResult>> all)
    {
        foreach (var (subject, results) in all)
        {
            table.Add(subject.Contender, Metrics.Cpu, results.Select(result => result.Cpu));
            if (subject.Apps.Count > 0)
            {
                table.Add(subject.Contender, Metrics.CpuOfAll, results.Select(result => result.CpuOfAll));
            }

            table.Add(subject.Contender, Metrics.PerCore, results.Select(result => 1e6 / result.Cpu));
            table.Add(subject.Contender, Metrics.PerSecond, results.Select(result => result.PerSecond));
        }
    }
}
