using ZipkinMesh.Bench.Compare.Fleets;

namespace ZipkinMesh.Bench.Compare.Curves;

/// <summary>Represents the options of <c>bench/curves</c>.</summary>
internal sealed record CurvesOptions
{
    /// <summary>The curves to measure, in order.</summary>
    public IReadOnlyList<string> Curves { get; init; } = CurveNames.All;

    /// <summary>The rounds at each point.</summary>
    public required RoundOptions Rounds { get; init; }

    /// <summary>The folder for plots and figures.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Creates options. Null stands for the default, which depends on <paramref name="quick"/>.</summary>
    public static CurvesOptions Create(bool quick, int? rounds = null, int? seconds = null) => new()
    {
        Rounds = new RoundOptions(rounds ?? (quick ? 1 : 3), seconds ?? (quick ? 1 : 3), WarmUpSeconds: 1),
    };
}
