using ZipkinMesh.Bench.Compare.Contenders;
using ZipkinMesh.Bench.Harness.Proxies;
using ZipkinMesh.Hosting;

namespace ZipkinMesh.Bench.Compare.Fleets;

/// <summary>Holds what every measurement requires.</summary>
/// <param name="Programs">The paths of the programs.</param>
/// <param name="Cancel">Cancelled when the user stops the run.</param>
internal sealed record BenchContext(Programs Programs, CancellationToken Cancel)
{
    /// <summary>Finds all programs of the bench.</summary>
    /// <exception cref="SettingException">A program is missing.</exception>
    public static BenchContext Create(string? baseFolder, CancellationToken cancel) => new(
        Programs.Find(baseFolder, "FRONT_PROXY", "SIDECAR", "SERVICE", "ENVOY", "NGINX", "HAPROXY", "WRK", "H2LOAD", "OHA"), cancel);

    /// <summary>Returns those of the contenders whose program is there.</summary>
    public IReadOnlyList<Contender> Available(IEnumerable<Contender> contenders) => [.. contenders.Where(contender => Programs.Has(contender.Kind))];
}
