using ZipkinMesh.Compare.Proxies;

namespace ZipkinMesh.Compare.Reports;

/// <summary>Figures that belong side by side.</summary>
internal sealed record TableReport
{
    /// <summary>What tells this table from the others of its part; empty when it is the only one.</summary>
    public string Setting { get; init; } = "";

    public List<Figure> Figures { get; } = [];

    public void Add(Contender contender, Metric metric, params IEnumerable<double> rounds) =>
        Figures.Add(new Figure { Contender = contender, Metric = metric, Rounds = [.. rounds] });
}
