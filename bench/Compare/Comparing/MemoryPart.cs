using ZipkinMesh.Compare.Load;
using ZipkinMesh.Compare.Options;
using ZipkinMesh.Compare.Processes;
using ZipkinMesh.Compare.Proxies;
using ZipkinMesh.Compare.Reports;

namespace ZipkinMesh.Compare.Comparing;

/// <summary>What a front proxy holds of the memory, fresh and after work.</summary>
internal static class MemoryPart
{
    private static readonly Contender[] Contenders = [.. Contender.All.Where(contender => contender.Mode != Mode.NotSampled)];

    public static async Task<PartReport> RunAsync(CompareOptions options, Bench bench)
    {
        await using var fleet = await Fleet.StartAsync(bench);
        await fleet.AddAsync(Contenders);
        var table = new TableReport();
        foreach (var subject in fleet.Subjects)
        {
            var atStart = ProcessTree.Memory(subject.Proxies);
            await ServeAsync(fleet, subject, options);
            var after = ProcessTree.Memory(subject.Proxies);
            table.Add(subject.Contender, Metric.MemoryAtStart, atStart);
            table.Add(subject.Contender, Metric.MemoryAfter, after);
            table.Add(subject.Contender, Metric.Served, subject.Requests);
            Progress.Say($"{PartNames.Memory}: {subject}: {atStart:N1} MB at start, {after:N1} MB after {subject.Requests:N0} requests");
        }

        return new PartReport
        {
            Heading = "Memory",
            How = "Resident memory (RSS) of all of a proxy's processes, after its first answer and after 16 connections sent it what they could.",
            Tables = [table],
            Accounts = await fleet.AccountsAsync(),
        };
    }

    // Spans are what could pile up: the traced ones serve as many as were asked for.
    private static async Task ServeAsync(Fleet fleet, Subject subject, CompareOptions options)
    {
        var requests = subject.Contender.Mode == Mode.Traced ? options.Requests : 0;
        do
        {
            await fleet.DriveAsync(subject, new LoadSpec(), options.Drive.Seconds);
        }
        while (subject.Requests < requests);
    }
}
