using ZipkinMesh.Faults.Traffic;

namespace ZipkinMesh.Faults.Subjects;

/// <summary>Holds the figures of one proxy under one fault.</summary>
internal sealed record Outcome
{
    /// <summary>Gets the requests and responses of the client that expects to be served.</summary>
    public required TrafficResult Traffic { get; init; }

    /// <summary>Gets the number of spans in the collector, each counted once.</summary>
    public required long Stored { get; init; }

    /// <summary>Gets the number of spans that the proxy says it didn't deliver; null when it doesn't say.</summary>
    public long? Counted { get; init; }

    /// <summary>Gets the number of spans that requests besides those of <see cref="Traffic"/> made.</summary>
    public int OtherSpans { get; init; }

    /// <summary>Gets the resident memory before the fault, in MiB.</summary>
    public double MemoryBefore { get; init; }

    /// <summary>Gets the largest resident memory, in MiB.</summary>
    public double MemoryPeak { get; init; }

    /// <summary>Gets the resident memory at the end, in MiB.</summary>
    public double MemoryAfter { get; init; }

    /// <summary>Gets the number of spans made: one for each request that was answered.</summary>
    public long Made => Traffic.Answered + OtherSpans;

    /// <summary>Gets the number of spans that didn't arrive.</summary>
    public long Lost => Math.Max(0, Made - Stored);

    /// <summary>Gets the number of spans that neither arrived nor were counted as lost.</summary>
    public long Unaccounted => Math.Max(0, Lost - (Counted ?? 0));
}
