using ZipkinMesh.Bench.Compare.Contenders;
using ZipkinMesh.Bench.Compare.Fleets;
using ZipkinMesh.Bench.Compare.Load;
using ZipkinMesh.Bench.Compare.Reports;
using ZipkinMesh.Bench.Harness.Processes;
using ZipkinMesh.Bench.Harness.Proxies;
using ZipkinMesh.Bench.Harness.Reports;

namespace ZipkinMesh.Bench.Compare.Parts;

/// <summary>Measures the memory of a front proxy after its start and after load.</summary>
internal static class MemoryPart
{
    private static readonly Contender[] Contenders = [.. Contender.All.Where(contender => contender.Mode != Mode.NotSampled)];

    public static async Task<PartReport> RunAsync(CompareOptions options, BenchContext context)
    {
        await using var fleet = await Fleet.StartAsync(context);
        await fleet.AddAsync(context.Available(Contenders));
        var table = new TableReport();
        foreach (var subject in fleet.Subjects)
        {
            var atStart = ProcessTree.Memory(subject.Proxies);
            await LoadAsync(fleet, subject, options);
            var after = ProcessTree.Memory(subject.Proxies);
            table.Add(subject.Contender, Metrics.MemoryAtStart, atStart);
            table.Add(subject.Contender, Metrics.MemoryAfter, after);
            table.Add(subject.Contender, Metrics.Served, subject.Requests);
            Progress.Write($"{PartNames.Memory}: {subject}: {atStart:N1} MB at start, {after:N1} MB after {subject.Requests:N0} requests");
        }

        return new PartReport
        {
            Heading = "Memory",
            How = "Resident memory (RSS) of all processes of a proxy, after its first response and after load at the highest rate possible on 16 connections.",
            Tables = [table],
            Accounts = await fleet.AccountsAsync(),
        };
    }

    // Spans could accumulate, so the traced proxies serve all requests of the option; the others run for one round.
    private static async Task LoadAsync(Fleet fleet, Subject subject, CompareOptions options)
    {
        var requests = subject.Contender.Mode == Mode.Traced ? options.Requests : 0;
        do
        {
            await fleet.LoadAsync(subject, new LoadSpec(), options.Rounds.Seconds);
        }
        while (subject.Requests < requests);
    }
}
