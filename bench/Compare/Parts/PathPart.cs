using ZipkinMesh.Bench.Compare.Contenders;
using ZipkinMesh.Bench.Compare.Fleets;
using ZipkinMesh.Bench.Compare.Load;
using ZipkinMesh.Bench.Compare.Reports;
using ZipkinMesh.Bench.Harness.Proxies;

namespace ZipkinMesh.Bench.Compare.Parts;

/// <summary>Measures the whole path of <c>GET /trace/1</c>: three proxies, one of them passed twice, and two apps.</summary>
internal static class PathPart
{
    private static readonly Contender[] Contenders = [.. Contender.All.Where(contender => contender.IsOwn || contender.Kind == ProxyKind.Envoy)];

    public static async Task<PartReport> RunAsync(CompareOptions options, BenchContext context)
    {
        await using var fleet = await Fleet.StartAsync(context);
        foreach (var contender in context.Available(Contenders))
        {
            fleet.Add(new MeshPath(fleet, contender, context).Start());
        }

        var table = new TableReport();
        Rounds.AddTo(table, await Rounds.RunAsync(fleet, new LoadSpec(), options.Rounds, PartNames.Path));
        return new PartReport
        {
            Heading = "Whole path",
            How = "GET /trace/1: front, service 1's ingress, app 1, service 1's egress, service 2's ingress, app 2. All use the same apps; "
                + $"16 connections; {options.Rounds.Rounds} rounds of {options.Rounds.Seconds} s.",
            Tables = [table],
            Accounts = await fleet.AccountsAsync(),
        };
    }
}
