using ZipkinMesh.Bench.Compare.Fleets;

namespace ZipkinMesh.Bench.Compare.Parts;

/// <summary>Represents the options of <c>bench/compare</c>.</summary>
internal sealed record CompareOptions
{
    /// <summary>The parts to run, in order.</summary>
    public IReadOnlyList<string> Parts { get; init; } = PartNames.All;

    /// <summary>The rounds at the highest rate possible.</summary>
    public required RoundOptions Rounds { get; init; }

    /// <summary>The rounds at a fixed rate.</summary>
    public required RoundOptions Latency { get; init; }

    /// <summary>The number of counted starts of each program.</summary>
    public required int Starts { get; init; }

    /// <summary>The number of requests that each traced proxy serves before its memory is read.</summary>
    public required int Requests { get; init; }

    public required bool Quick { get; init; }

    /// <summary>The JSON file for the figures; null: none.</summary>
    public string? Json { get; init; }

    /// <summary>Creates options. Null stands for the default, which depends on <paramref name="quick"/>.</summary>
    public static CompareOptions Create(bool quick, int? rounds = null, int? seconds = null, int? requests = null)
    {
        var count = rounds ?? (quick ? 2 : 5);
        return new CompareOptions
        {
            Rounds = new RoundOptions(count, seconds ?? (quick ? 1 : 4), WarmUpSeconds: quick ? 1 : 2),
            Latency = new RoundOptions(Math.Max(1, count / 2), quick ? 3 : 10, WarmUpSeconds: 2),
            Starts = quick ? 3 : 9,
            Requests = requests ?? (quick ? 0 : 1_000_000),
            Quick = quick,
        };
    }
}
