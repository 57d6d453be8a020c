using ZipkinMesh.Bench.Compare.Proxies;

namespace ZipkinMesh.Bench.Compare.Fleets;

/// <summary>Holds what every measurement requires.</summary>
/// <param name="Programs">The paths of the programs.</param>
/// <param name="Cancel">Cancelled when the user stops the run.</param>
internal sealed record BenchContext(Programs Programs, CancellationToken Cancel)
{
    /// <summary>Returns those of the contenders whose program is there.</summary>
    public IReadOnlyList<Contender> Available(IEnumerable<Contender> contenders) => [.. contenders.Where(contender => Programs.Has(contender.Kind))];
}
