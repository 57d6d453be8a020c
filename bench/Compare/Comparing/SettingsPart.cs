using ZipkinMesh.Compare.Load;
using ZipkinMesh.Compare.Options;
using ZipkinMesh.Compare.Proxies;
using ZipkinMesh.Compare.Reports;

namespace ZipkinMesh.Compare.Comparing;

/// <summary>The foremost contenders with other loads than the usual.</summary>
internal static class SettingsPart
{
    public static Task<PartReport> BodiesAsync(CompareOptions options, Bench bench) => RunAsync(
        "Bodies",
        PartNames.Bodies,
        [("1 KB", new LoadSpec { Path = "/body/1024" }), ("1 MB", new LoadSpec { Path = "/body/1048576" })],
        options,
        bench);

    public static Task<PartReport> ConnectionsAsync(CompareOptions options, Bench bench) => RunAsync(
        "Connections",
        PartNames.Connections,
        [("1 connection", new LoadSpec { Connections = 1 }), ("256 connections", new LoadSpec { Connections = 256 })],
        options,
        bench);

    private static async Task<PartReport> RunAsync(
        string heading, string name, (string Setting, LoadSpec Load)[] settings, CompareOptions options, Bench bench)
    {
        await using var fleet = await Fleet.StartAsync(bench);
        await fleet.AddAsync(Contender.Foremost);
        List<TableReport> tables = [];
        foreach (var (setting, load) in settings)
        {
            var table = new TableReport { Setting = setting };
            Rounds.AddTo(table, await Rounds.RunAsync(fleet, load, options.Drive, $"{name}, {setting}"));
            tables.Add(table);
        }

        return new PartReport
        {
            Heading = heading,
            How = $"As above, with other {name}; {options.Drive.Rounds} rounds of {options.Drive.Seconds} s.",
            Tables = tables,
            Accounts = await fleet.AccountsAsync(),
        };
    }
}
