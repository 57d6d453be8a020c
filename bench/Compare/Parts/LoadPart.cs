using ZipkinMesh.Bench.Compare.Contenders;
using ZipkinMesh.Bench.Compare.Fleets;
using ZipkinMesh.Bench.Compare.Load;
using ZipkinMesh.Bench.Compare.Reports;
using ZipkinMesh.Bench.Harness.Proxies;

namespace ZipkinMesh.Bench.Compare.Parts;

/// <summary>Measures front proxies under other loads: larger bodies, fewer and more connections.</summary>
internal static class LoadPart
{
    public static Task<PartReport> BodiesAsync(CompareOptions options, BenchContext context) => RunAsync(
        "Bodies",
        PartNames.Bodies,
        [("1 KB", new LoadSpec { Path = "/body/1024" }), ("1 MB", new LoadSpec { Path = "/body/1048576" })],
        options,
        context);

    public static Task<PartReport> ConnectionsAsync(CompareOptions options, BenchContext context) => RunAsync(
        "Connections",
        PartNames.Connections,
        [("1 connection", new LoadSpec { Connections = 1 }), ("256 connections", new LoadSpec { Connections = 256 })],
        options,
        context);

    private static async Task<PartReport> RunAsync(
        string heading, string name, (string Setting, LoadSpec Load)[] settings, CompareOptions options, BenchContext context)
    {
        await using var fleet = await Fleet.StartAsync(context);
        await fleet.AddAsync(context.Available(Contender.MostComplete));
        List<TableReport> tables = [];
        foreach (var (setting, load) in settings)
        {
            var table = new TableReport { Setting = setting };
            Rounds.AddTo(table, await Rounds.RunAsync(fleet, load, options.Rounds, $"{name}, {setting}"));
            tables.Add(table);
        }

        return new PartReport
        {
            Heading = heading,
            How = $"As for the front proxy, with other {name}; {options.Rounds.Rounds} rounds of {options.Rounds.Seconds} s.",
            Tables = tables,
            Accounts = await fleet.AccountsAsync(),
        };
    }
}
