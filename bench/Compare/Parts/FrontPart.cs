using ZipkinMesh.Bench.Compare.Contenders;
using ZipkinMesh.Bench.Compare.Fleets;
using ZipkinMesh.Bench.Compare.Load;
using ZipkinMesh.Bench.Compare.Reports;
using ZipkinMesh.Bench.Harness.Proxies;

namespace ZipkinMesh.Bench.Compare.Parts;

/// <summary>Measures a front proxy at the highest rate possible.</summary>
internal static class FrontPart
{
    public static Task<PartReport> RunAsync(CompareOptions options, BenchContext context) => RunAsync(
        "Front proxy", PartNames.Front, "16 connections", Contender.All, new LoadSpec(), options, context);

    /// <summary>Measures HTTP/2 in clear text, which only Envoy and ours serve without more configuration. The upstream has HTTP/1.1.</summary>
    public static Task<PartReport> RunHttp2Async(CompareOptions options, BenchContext context) => RunAsync(
        "HTTP/2",
        PartNames.Http2,
        "16 connections with 10 requests at a time",
        Contender.All.Where(contender => contender.IsOwn || contender.Kind == ProxyKind.Envoy),
        new LoadSpec { Streams = 10 },
        options,
        context);

    private static async Task<PartReport> RunAsync(
        string heading, string name, string connections, IEnumerable<Contender> contenders, LoadSpec load, CompareOptions options, BenchContext context)
    {
        await using var fleet = await Fleet.StartAsync(context);
        await fleet.AddAsync(context.Available(contenders));
        var table = new TableReport();
        Rounds.AddTo(table, await Rounds.RunAsync(fleet, load, options.Rounds, name));
        return new PartReport
        {
            Heading = heading,
            How = $"90-byte responses, {connections}, highest rate possible; {options.Rounds.Rounds} rounds of {options.Rounds.Seconds} s.",
            Tables = [table],
            Accounts = await fleet.AccountsAsync(),
        };
    }
}
