using System.CommandLine;
using ZipkinMesh.Bench.Compare.Curves;
using ZipkinMesh.Bench.Compare.Fleets;
using ZipkinMesh.Bench.Harness.Commands;
using ZipkinMesh.Bench.Harness.Proxies;

namespace ZipkinMesh.Bench.Compare.Commands;

/// <summary>Defines <c>bench/curves</c> and its options.</summary>
internal static class CurvesCommand
{
    public static Command Create()
    {
        var only = new NamesOption("--only", "CURVES", "Measures some curves only (default: all)", CurveNames.All);
        var rounds = new NumberOption("--rounds", "Rounds per point; each drives every program once (default 3)", 1, 100);
        var seconds = new NumberOption("--seconds", "Seconds per program and round (default 3)", 1, 60);
        var quick = new Option<bool>("--quick") { Description = "1 round of 1 s, written to artifacts/curves: about 3 minutes." };
        var folder = new PathOption("--out", "FOLDER", "The folder for plots and figures (default: bench/results).");
        var command = new Command("bench/curves", """
            Measures what a request costs as the work grows, for the front proxy, Envoy and nginx. Writes a plot (SVG) and the figures
            (JSON) of each curve. About 15 minutes.
            """)
        { only, rounds, seconds, quick, folder };
        command.SetAction((result, cancel) =>
        {
            var options = CurvesOptions.Create(result.GetValue(quick), result.GetValue(rounds), result.GetValue(seconds)) with
            {
                Curves = result.GetValue(only) ?? CurveNames.All,
                Folder = result.GetValue(folder) ?? Path.Combine(Checkout.Root, result.GetValue(quick) ? "artifacts/curves" : "bench/results"),
            };
            return RunAsync(options, BenchContext.Create(baseFolder: null, cancel));
        });
        return command;
    }

    private static async Task<int> RunAsync(CurvesOptions options, BenchContext context) =>
        await CurvesRun.RunAsync(options, context) ? ExitCodes.Ok : ExitCodes.Missed;
}
