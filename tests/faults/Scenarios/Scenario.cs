using ZipkinMesh.Bench.Harness.Proxies;
using ZipkinMesh.Faults.Subjects;

namespace ZipkinMesh.Faults.Scenarios;

/// <summary>Represents a fault, and what a proxy must do under it.</summary>
/// <param name="name">The name by which <c>--only</c> selects it.</param>
/// <param name="description">The fault in a few words, for the report.</param>
internal abstract class Scenario(string name, string description)
{
    public string Name { get; } = name;

    public string Description { get; } = description;

    /// <summary>Gets the number of requests of ours that may fail.</summary>
    public int AllowedFailures { get; init; }

    /// <summary>Gets the number of spans of ours that may be lost, if they are counted.</summary>
    public int AllowedLosses { get; init; }

    /// <summary>Gets the largest memory allowed for ours, in MiB; null for any.</summary>
    public double? AllowedMemory { get; init; }

    /// <summary>Gets a value indicating whether Envoy runs beside ours.</summary>
    public bool RunsEnvoy { get; init; } = true;

    /// <summary>Runs a proxy under the fault.</summary>
    public abstract Task<Outcome> RunAsync(TestBed bed);

    /// <summary>Returns what is wrong with our figures: a limit of this fault was exceeded, or Envoy was better.</summary>
    public virtual IEnumerable<string> Judge(Outcome ours, Outcome? envoy)
    {
        if (ours.Traffic.Failed > Math.Min(AllowedFailures, envoy?.Traffic.Failed ?? int.MaxValue))
        {
            yield return $"{ours.Traffic.Failed} requests failed";
        }

        if (ours.Lost > Math.Min(AllowedLosses, envoy?.Lost ?? long.MaxValue))
        {
            yield return $"{ours.Lost} spans were lost";
        }

        if (ours.Counted is null)
        {
            yield return "the totals were not logged";
        }
        else if (ours.Unaccounted > 0)
        {
            yield return $"{ours.Unaccounted} spans are in no total";
        }

        if (ours.MemoryPeak > AllowedMemory)
        {
            yield return $"{ours.MemoryPeak:0} MiB of memory were used; allowed: {AllowedMemory:0}";
        }
    }
}
