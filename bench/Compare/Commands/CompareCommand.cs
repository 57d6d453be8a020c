using System.CommandLine;
using ZipkinMesh.Bench.Compare.Fleets;
using ZipkinMesh.Bench.Compare.Parts;
using ZipkinMesh.Bench.Harness.Commands;
using ZipkinMesh.Bench.Harness.Proxies;

namespace ZipkinMesh.Bench.Compare.Commands;

/// <summary>Defines <c>bench/compare</c> and its options.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var only = new NamesOption("--only", "PARTS", "Runs some parts only (default: all)", PartNames.All);
        var rounds = new NumberOption("--rounds", "Rounds; each drives every program once (default 5)", 1, 100);
        var seconds = new NumberOption("--seconds", "Seconds per program and round (default 4)", 1, 60);
        var requests = new NumberOption("--requests", "Requests that each traced proxy serves before its memory is read (default 1000000)", 0, 100_000_000);
        var quick = new Option<bool>("--quick") { Description = "2 rounds of 1 s, and memory without the million requests: about 3 minutes." };
        var baseFolder = new BaseOption("--base");
        var json = new PathOption("--json", "FILE", "Also writes every figure of every round to a JSON file.");
        var command = new Command(
            "bench/compare",
            "Measures the front proxy and sidecars beside Envoy, nginx and HAProxy, and prints tables as Markdown. About 15 minutes.")
        { only, rounds, seconds, requests, quick, baseFolder, json };
        command.SetAction((result, cancel) =>
        {
            var options = CompareOptions.Create(
                result.GetValue(quick), result.GetValue(rounds), result.GetValue(seconds), result.GetValue(requests)) with
            {
                Parts = result.GetValue(only) ?? PartNames.All,
                Json = result.GetValue(json),
            };
            return RunAsync(options, BenchContext.Create(result.GetValue(baseFolder), cancel));
        });
        return command;
    }

    private static async Task<int> RunAsync(CompareOptions options, BenchContext context) =>
        await AllParts.RunAsync(options, context) ? ExitCodes.Ok : ExitCodes.Missed;
}
