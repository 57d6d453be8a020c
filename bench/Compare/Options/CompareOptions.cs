using ZipkinMesh.Compare.Comparing;

namespace ZipkinMesh.Compare.Options;

/// <summary>What <c>bench/compare</c> is told.</summary>
internal sealed record CompareOptions
{
    public const string Help = """
        Measures the front proxy and sidecars beside Envoy, nginx and HAProxy, and prints tables as Markdown. About 15 minutes.

          bench/compare [options]

          --only PARTS      some of: front, latency, memory, start, path, bodies, connections (with commas; default: all)
          --rounds N        how often each program is driven, 1 to 100 (default 5)
          --seconds S       how long each time, 1 to 60 (default 4)
          --requests N      how many requests the traced ones have served when their memory is read, 0 to 100000000 (default 1000000)
          --quick           2 rounds of 1 s, and no million of requests: about 3 minutes
          --json FILE       writes every figure of every round, too
          --help            this text

        """;

    public required IReadOnlyList<string> Parts { get; init; }

    public required DriveOptions Drive { get; init; }

    /// <summary>How often each program is driven at the fixed rate, and how many seconds.</summary>
    public required DriveOptions Latency { get; init; }

    /// <summary>How often each program is started to see how long it takes.</summary>
    public required int Starts { get; init; }

    public required int Requests { get; init; }

    public required bool Quick { get; init; }

    public string? Json { get; init; }

    /// <summary>Null when only help is asked for.</summary>
    public static CompareOptions? Read(string[] words)
    {
        var options = new OptionWords(words, ["--only", "--rounds", "--seconds", "--requests", "--json"], ["--quick"]);
        if (options.AsksForHelp)
        {
            return null;
        }

        var quick = options.Has("--quick");
        var rounds = options.Number("--rounds", 1, 100, quick ? 2 : 5);
        return new CompareOptions
        {
            Parts = options.Names("--only", PartNames.All),
            Drive = new DriveOptions(rounds, options.Number("--seconds", 1, 60, quick ? 1 : 4), WarmUpSeconds: quick ? 1 : 2),
            Latency = new DriveOptions(Math.Max(1, rounds / 2), quick ? 3 : 10, WarmUpSeconds: 2),
            Starts = quick ? 3 : 9,
            Requests = options.Number("--requests", 0, 100_000_000, quick ? 0 : 1_000_000),
            Quick = quick,
            Json = options.Text("--json"),
        };
    }
}
