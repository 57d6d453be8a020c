using ZipkinMesh.ZipkinBench.Processes;
using ZipkinMesh.ZipkinBench.Reports;

namespace ZipkinMesh.ZipkinBench.Parts;

/// <summary>How long a server takes to be ready.</summary>
internal sealed class StartPart
{
    private readonly Dictionary<ServerKind, List<double>> _seconds = new() { [ServerKind.Ours] = [], [ServerKind.Real] = [] };

    public void Add(Pair pair)
    {
        foreach (var server in pair.InTurn(0))
        {
            _seconds[server.Kind].Add(server.StartTime.TotalSeconds);
        }
    }

    public IEnumerable<Figure> Figures() => [Figure.Median("start to first 200 of /health", "s", _seconds, Bound.Most(0.5, "under 0.5 s"))];
}
