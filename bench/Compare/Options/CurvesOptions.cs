using ZipkinMesh.Compare.Curves;

namespace ZipkinMesh.Compare.Options;

/// <summary>What <c>bench/curves</c> is told.</summary>
internal sealed record CurvesOptions
{
    public const string Help = """
        Measures what a request costs as the work grows, for the front proxy, Envoy and nginx: a plot (SVG) and the figures (JSON) of
        each curve. About 15 minutes.

          bench/curves [options]

          --only CURVES     some of: connections, headers, bodies, routes, endpoints (with commas; default: all)
          --rounds N        how often each program is driven at each point, 1 to 100 (default 3)
          --seconds S       how long each time, 1 to 60 (default 3)
          --quick           1 round of 1 s: about 3 minutes; goes to artifacts/curves
          --out FOLDER      where plots and figures go (default: bench/results)
          --help            this text

        """;

    public required IReadOnlyList<string> Curves { get; init; }

    public required DriveOptions Drive { get; init; }

    public required string Folder { get; init; }

    /// <summary>Null when only help is asked for.</summary>
    public static CurvesOptions? Read(string[] words)
    {
        var options = new OptionWords(words, ["--only", "--rounds", "--seconds", "--out"], ["--quick"]);
        if (options.AsksForHelp)
        {
            return null;
        }

        var quick = options.Has("--quick");
        return new CurvesOptions
        {
            Curves = options.Names("--only", CurveNames.All),
            Drive = new DriveOptions(options.Number("--rounds", 1, 100, quick ? 1 : 3), options.Number("--seconds", 1, 60, quick ? 1 : 3), WarmUpSeconds: 1),
            Folder = options.Text("--out") ?? Path.Combine(Checkout.Root, quick ? "artifacts/curves" : "bench/results"),
        };
    }
}
