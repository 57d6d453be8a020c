using System.CommandLine;
using ZipkinMesh.Bench.Harness.Commands;
using ZipkinMesh.Bench.Zipkin.Options;
using ZipkinMesh.Bench.Zipkin.Parts;

namespace ZipkinMesh.Bench.Zipkin;

/// <summary>Defines <c>bench/zipkin</c> and its options.</summary>
internal static class ZipkinCommand
{
    private const int MaxNumber = 10_000_000;

    private static readonly BenchOptions Default = new();

    public static Command Create()
    {
        var quick = new Option<bool>("--quick")
        {
            Description = "A tenth of the spans and searches: shows that the bench works, not how fast the servers are.",
        };
        var json = new PathOption("--json", "FILE", "Also writes the figures to a JSON file.");
        var spans = new NumberOption("--spans", $"Spans stored when memory and search are measured (default {Default.Spans})", 10_000, MaxNumber);
        var rounds = new NumberOption("--rounds", $"Counted ingest rounds per format (default {Default.Rounds})", 1, MaxNumber);
        var starts = new NumberOption("--starts", $"Starts of each server (default {Default.Starts})", 1, MaxNumber);
        var searches = new NumberOption("--searches", $"Requests per kind of search and server (default {Default.Searches})", 1, MaxNumber);
        var ours = new PathOption("--ours", "FILE", "The embedded Zipkin's program.") { Hidden = true };
        var jar = new PathOption("--jar", "FILE", "The real Zipkin's jar.") { Hidden = true };
        var command = new Command("bench/zipkin", """
            Measures the embedded Zipkin beside the real server, and prints a table as Markdown. About 3 minutes.

            Exit code: 0 when all targets are met, 1 when one is missed, 2 without a result.
            Environment: ZIPKIN_JAR, the real server's jar; ZIPKIN_OURS, another build of ours;
            ZIPKIN_BENCH_NO_BUILD, to measure what was built before.
            """)
        { quick, json, spans, rounds, starts, searches, ours, jar };
        command.SetAction(async (result, cancel) =>
        {
            var defaults = result.GetValue(quick) ? BenchOptions.Quick : Default;
            var options = defaults with
            {
                Ours = result.GetValue(ours) ?? "",
                Jar = result.GetValue(jar) ?? "",
                JsonFile = result.GetValue(json),
                Spans = result.GetValue(spans) ?? defaults.Spans,
                Rounds = result.GetValue(rounds) ?? defaults.Rounds,
                Starts = result.GetValue(starts) ?? defaults.Starts,
                Searches = result.GetValue(searches) ?? defaults.Searches,
            };
            return await AllParts.RunAsync(options, cancel) ? ExitCodes.Ok : ExitCodes.Missed;
        });
        return command;
    }
}
