using System.CommandLine;
using System.Globalization;
using ZipkinMesh.Bench.Harness.Commands;
using ZipkinMesh.Fuzz.Runs;
using ZipkinMesh.Fuzz.Targets;

namespace ZipkinMesh.Fuzz;

/// <summary>Defines <c>tests/fuzz/run</c> and its options.</summary>
internal static class FuzzCommand
{
    public static Command Create()
    {
        var only = new NamesOption("--only", "TARGETS", "Runs some targets only", [.. TargetCatalog.All.Select(target => target.Name)]);
        var seconds = new NumberOption("--seconds", "The time for each target, in place of a number of inputs; 0 runs the corpus only", 0, 24 * 60 * 60);
        var seed = new NumberOption("--seed", "The seed of the random numbers (default: the date, as in 20260131)", 0, int.MaxValue);
        var command = new Command("fuzz", "Runs the parsers of the product on mutated inputs, as many targets at once as there are processors.") { only, seconds, seed };
        command.SetAction((result, cancel) => RunAsync(result.GetValue(only), DurationOf(result.GetValue(seconds)), result.GetValue(seed) ?? Today, cancel));
        return command;
    }

    private static int Today => int.Parse(DateTime.UtcNow.ToString("yyyyMMdd", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static TimeSpan? DurationOf(int? seconds) => seconds is { } number ? TimeSpan.FromSeconds(number) : null;

    private static async Task<int> RunAsync(IReadOnlyList<string>? only, TimeSpan? duration, int seed, CancellationToken cancel)
    {
        Console.WriteLine($"seed {seed}");
        var runs = TargetCatalog.All.Where(target => only is null || only.Contains(target.Name)).Select(target => new TargetRun(target, seed)).ToList();
        var (failed, printing) = (0, new Lock());
        using var watchdog = new Watchdog(runs);
        await Parallel.ForEachAsync(runs, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, (run, _) =>
        {
            var failure = run.Run(duration, cancel);
            lock (printing)
            {
                FuzzReport.Print(run, failure);
                failed += failure is null ? 0 : 1;
            }

            return ValueTask.CompletedTask;
        });
        TargetCatalog.All.OfType<ConfigurationTarget>().Single().DeleteFiles();
        cancel.ThrowIfCancellationRequested();
        Console.WriteLine($"{runs.Count - failed} passed, {failed} failed");
        return failed == 0 ? ExitCodes.Ok : ExitCodes.Missed;
    }
}
