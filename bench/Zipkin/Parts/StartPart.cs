using ZipkinMesh.Bench.Harness.Figures;
using ZipkinMesh.Bench.Zipkin.Servers;

namespace ZipkinMesh.Bench.Zipkin.Parts;

/// <summary>Measures the time from the start of a server until it is ready.</summary>
internal sealed class StartPart
{
    private readonly Samples _seconds = new();

    public void Add(ServerPair pair)
    {
        foreach (var server in pair.InTurn(0))
        {
            _seconds.Of(server.Kind).Add(server.StartTime.TotalSeconds);
        }
    }

    public Comparison Figure() => _seconds.Medians(new Metric("start to first 200 of /health", "s"), Target.Below(0.5, "under 0.5 s"));
}
