using ZipkinMesh.Compare.Load;
using ZipkinMesh.Compare.Options;
using ZipkinMesh.Compare.Proxies;
using ZipkinMesh.Compare.Reports;

namespace ZipkinMesh.Compare.Comparing;

/// <summary>The most a front proxy can do.</summary>
internal static class FrontPart
{
    public static async Task<PartReport> RunAsync(CompareOptions options, Bench bench)
    {
        await using var fleet = await Fleet.StartAsync(bench);
        await fleet.AddAsync(Contender.All);
        var table = new TableReport();
        Rounds.AddTo(table, await Rounds.RunAsync(fleet, new LoadSpec(), options.Drive, PartNames.Front));
        return new PartReport
        {
            Heading = "Front proxy",
            How = $"90-byte answers, 16 connections, as fast as it goes; {options.Drive.Rounds} rounds of {options.Drive.Seconds} s.",
            Tables = [table],
            Accounts = await fleet.AccountsAsync(),
        };
    }
}
