using ZipkinMesh.Compare.Load;
using ZipkinMesh.Compare.Options;
using ZipkinMesh.Compare.Proxies;
using ZipkinMesh.Compare.Reports;

namespace ZipkinMesh.Compare.Comparing;

/// <summary>The whole way of <c>GET /trace/1</c>: three proxies that it passes four times, and two apps.</summary>
internal static class PathPart
{
    private static readonly Contender[] Contenders = [.. Contender.All.Where(contender => contender.Kind is ProxyKind.Ours or ProxyKind.Envoy)];

    public static async Task<PartReport> RunAsync(CompareOptions options, Bench bench)
    {
        await using var fleet = await Fleet.StartAsync(bench);
        foreach (var contender in Contenders)
        {
            fleet.Add(MeshPath.Start(fleet, contender, bench));
        }

        var table = new TableReport();
        Rounds.AddTo(table, await Rounds.RunAsync(fleet, new LoadSpec(), options.Drive, PartNames.Path));
        return new PartReport
        {
            Heading = "Whole path",
            How = "GET /trace/1: front, service 1's ingress, app 1, service 1's egress, service 2's ingress, app 2. The apps are the same programs for both; "
                + $"16 connections; {options.Drive.Rounds} rounds of {options.Drive.Seconds} s.",
            Tables = [table],
            Accounts = await fleet.AccountsAsync(),
        };
    }
}
