using ZipkinMesh.Bench.Compare.Contenders;
using ZipkinMesh.Bench.Harness.Figures;
using ZipkinMesh.Bench.Harness.Proxies;

namespace ZipkinMesh.Bench.Compare.Reports;

/// <summary>Represents a table: figures to be read side by side.</summary>
internal sealed record TableReport
{
    /// <summary>The difference to the other tables of its part; empty for the only one.</summary>
    public string Setting { get; init; } = "";

    public List<Figure> Figures { get; } = [];

    public void Add(Contender contender, Metric metric, params IEnumerable<double> rounds) =>
        Figures.Add(new Figure { Contender = contender, Metric = metric, Rounds = [.. rounds] });

    public Figure? Find(Metric metric, Contender contender) => Figures.Find(figure => figure.Metric == metric && figure.Contender == contender);

    /// <summary>Compares our build with the other one, in each mode and metric.</summary>
    public IEnumerable<Comparison> CompareWithBase()
    {
        foreach (var ours in Figures.Where(figure => figure.Contender.Kind == ProxyKind.Ours && figure.Metric.HasRatios))
        {
            if (Find(ours.Metric, ours.Contender with { Kind = ProxyKind.Base }) is { } other)
            {
                string[] name = [ours.Name, .. Setting.Length > 0 ? [Setting] : Array.Empty<string>(), ours.Mode];
                yield return Comparison.OfRounds(ours.Metric with { Name = string.Join(", ", name) }, ours.Rounds, other.Rounds);
            }
        }
    }
}
