using ZipkinMesh.Bench.Harness.Figures;

namespace ZipkinMesh.Bench.Zipkin.Servers;

/// <summary>Collects measurements of both servers.</summary>
internal sealed class Samples
{
    private readonly List<double> _ours = [];
    private readonly List<double> _real = [];

    public List<double> Of(ServerKind kind) => kind == ServerKind.Ours ? _ours : _real;

    public Comparison Medians(Metric metric, Target? target = null) => Comparison.OfMedians(metric, _ours, _real, target);

    public Comparison Percentiles(Metric metric, double share, Target? target = null) =>
        Comparison.OfValues(metric, Statistics.Percentile(_ours, share), Statistics.Percentile(_real, share), target);
}
