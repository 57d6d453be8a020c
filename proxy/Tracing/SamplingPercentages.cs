using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>Holds the percentages of <see cref="TracingOptions"/> as they are in effect, under Envoy's runtime keys.</summary>
internal sealed class SamplingPercentages(TracingOptions options)
{
    public RuntimePercentage Client { get; } = new("tracing.client_enabled", options.ClientSampling);

    public RuntimePercentage Random { get; } = new("tracing.random_sampling", options.RandomSampling);

    public RuntimePercentage Overall { get; } = new("tracing.global_enabled", options.OverallSampling);

    /// <summary>Gets all percentages, ordered by their keys.</summary>
    public IEnumerable<RuntimePercentage> All => [Client, Overall, Random];
}
