using ZipkinMesh.Bench.Compare.Contenders;
using ZipkinMesh.Bench.Compare.Fleets;
using ZipkinMesh.Bench.Compare.Load;
using ZipkinMesh.Bench.Compare.Reports;
using ZipkinMesh.Bench.Harness.Proxies;

namespace ZipkinMesh.Bench.Compare.Parts;

/// <summary>Measures a front proxy at the highest rate possible.</summary>
internal static class FrontPart
{
    public static async Task<PartReport> RunAsync(CompareOptions options, BenchContext context)
    {
        await using var fleet = await Fleet.StartAsync(context);
        await fleet.AddAsync(context.Available(Contender.All));
        var table = new TableReport();
        Rounds.AddTo(table, await Rounds.RunAsync(fleet, new LoadSpec(), options.Rounds, PartNames.Front));
        return new PartReport
        {
            Heading = "Front proxy",
            How = $"90-byte responses, 16 connections, highest rate possible; {options.Rounds.Rounds} rounds of {options.Rounds.Seconds} s.",
            Tables = [table],
            Accounts = await fleet.AccountsAsync(),
        };
    }
}
