using ZipkinMesh.Compare.Load;
using ZipkinMesh.Compare.Options;
using ZipkinMesh.Compare.Reports;

namespace ZipkinMesh.Compare.Comparing;

/// <summary>Drives a fleet's subjects in turn, round after round: what disturbs the machine for a while disturbs all of them.</summary>
internal static class Rounds
{
    /// <returns>The drives of each subject, one a round.</returns>
    public static async Task<IReadOnlyDictionary<Subject, List<Drive>>> RunAsync(Fleet fleet, LoadSpec load, DriveOptions options, string name)
    {
        foreach (var subject in fleet.Subjects)
        {
            await fleet.DriveAsync(subject, load, options.WarmUpSeconds);
        }

        var drives = fleet.Subjects.ToDictionary(subject => subject, _ => new List<Drive>());
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var subject in InTurn(fleet.Subjects, round))
            {
                var drive = await fleet.DriveAsync(subject, load, options.Seconds);
                drives[subject].Add(drive);
                Progress.Say($"{name}, round {round} of {options.Rounds}: {subject}: {drive.Cpu:N1} µs per request, {drive.PerSecond:N0} requests/s");
            }
        }

        return drives;
    }

    /// <summary>Each round begins with another one: nobody always comes after the same.</summary>
    public static IEnumerable<T> InTurn<T>(IReadOnlyList<T> all, int round) => all.Skip(round % all.Count).Concat(all.Take(round % all.Count));

    /// <summary>What every part shows of its drives.</summary>
    public static void AddTo(TableReport table, IReadOnlyDictionary<Subject, List<Drive>> all)
    {
        foreach (var (subject, drives) in all)
        {
            table.Add(subject.Contender, Metric.Cpu, drives.Select(drive => drive.Cpu));
            if (subject.Apps.Count > 0)
            {
                table.Add(subject.Contender, Metric.CpuOfAll, drives.Select(drive => drive.CpuOfAll));
            }

            table.Add(subject.Contender, Metric.PerCore, drives.Select(drive => 1e6 / drive.Cpu));
            table.Add(subject.Contender, Metric.PerSecond, drives.Select(drive => drive.PerSecond));
        }
    }
}
