using System.Globalization;

namespace ZipkinMesh.ZipkinBench;

/// <summary>What is measured, and how much of it.</summary>
internal sealed record BenchOptions
{
    public const string Usage = """
        bench/zipkin [--quick] [--json FILE] [--spans N] [--rounds N] [--starts N] [--searches N]

          --quick       a tenth of everything: to see whether it works, not what it does
          --json FILE   writes the figures there, too
          --spans N     spans in the storage when memory and search are measured (default 500000)
          --rounds N    counted rounds of ingest for each format (default 4)
          --starts N    starts of each server (default 3)
          --searches N  requests of each kind of search to each server (default 200)

        Exit code: 0 when all figures are within their bounds, 1 when one is not, 2 when there are none.
        Variables: ZIPKIN_JAR, the real server; ZIPKIN_OURS, another program in the place of ours;
        ZIPKIN_BENCH_NO_BUILD, to measure what has been built before.
        """;

    /// <summary>Our program.</summary>
    public string Ours { get; init; } = "";

    /// <summary>The real server.</summary>
    public string Jar { get; init; } = "";

    /// <summary>Where the figures are written as JSON. Default: nowhere.</summary>
    public string? JsonFile { get; init; }

    /// <summary>Spans in the storage when it counts, 10000 at least. Default 500000.</summary>
    public int Spans { get; init; } = 500_000;

    /// <summary>Counted rounds of each format; one more comes before them, for the real server to warm up. Default 4.</summary>
    public int Rounds { get; init; } = 4;

    /// <summary>Starts of each server. Default 3.</summary>
    public int Starts { get; init; } = 3;

    /// <summary>Requests of each kind of search. Default 200.</summary>
    public int Searches { get; init; } = 200;

    /// <summary>However slow a server is, the bench has ended by then.</summary>
    public TimeSpan MostTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <exception cref="BenchException"/>
    public static BenchOptions Parse(string[] args)
    {
        var options = new BenchOptions();
        for (var i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--quick" => options with { Spans = 50_000, Rounds = 2, Starts = 1, Searches = 20 },
                "--ours" => options with { Ours = Value(args, ref i) },
                "--jar" => options with { Jar = Value(args, ref i) },
                "--json" => options with { JsonFile = Value(args, ref i) },
                "--spans" => options with { Spans = Number(args, ref i, 10_000) },
                "--rounds" => options with { Rounds = Number(args, ref i, 1) },
                "--starts" => options with { Starts = Number(args, ref i, 1) },
                "--searches" => options with { Searches = Number(args, ref i, 1) },
                var unknown => throw new BenchException($"unknown option {unknown}; --help lists them"),
            };
        }

        return options;
    }

    private static string Value(string[] args, ref int i) => ++i < args.Length ? args[i] : throw new BenchException($"{args[i - 1]} needs a value");

    private static int Number(string[] args, ref int i, int least) =>
        int.TryParse(Value(args, ref i), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= 10_000_000
            ? number
            : throw new BenchException($"{args[i - 1]}: '{args[i]}' is not allowed; allowed: {least} to 10000000");
}
