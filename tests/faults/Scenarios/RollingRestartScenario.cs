using ZipkinMesh.Bench.Harness.Processes;
using ZipkinMesh.Bench.Harness.Proxies;
using ZipkinMesh.Faults.Subjects;
using ZipkinMesh.Faults.Traffic;

namespace ZipkinMesh.Faults.Scenarios;

/// <summary>Restarts the two sidecars behind the front proxy, one after the other and twice each, under load.</summary>
internal sealed class RollingRestartScenario(string name, string description, int signal) : Scenario(name, description)
{
    private const int Restarts = 4;
    private const int PerSecond = 200;
    private const int BetweenRestarts = 300; // requests
    private static readonly TimeSpan ExitTimeout = TimeSpan.FromSeconds(30);

    public override async Task<Outcome> RunAsync(TestBed bed)
    {
        int[] ports = [Ports.Next(), Ports.Next()];
        var sidecars = ports.Select(port => StartSidecar(bed, port)).ToArray();
        await bed.StartFrontAsync(spec => spec with { Clusters = [new ClusterSpec("service1", [.. ports.Select(port => $"127.0.0.1:{port}")])] });

        var client = new LoadClient(bed.Port, PerSecond, connections: 20);
        var load = client.RunAsync(TimeSpan.FromSeconds((double)3 * Restarts * BetweenRestarts / PerSecond), bed.Cancel);
        for (var restart = 0; restart < Restarts; restart++)
        {
            await client.Result.WaitForAsync(client.Result.Sent + BetweenRestarts, bed.Cancel);
            var index = restart % ports.Length;
            sidecars[index].Signal(signal);
            await sidecars[index].WaitForExitAsync(ExitTimeout, bed.Cancel);
            sidecars[index] = StartSidecar(bed, ports[index]);
        }

        await load;
        await bed.FlushAsync(client.Result.Answered + 1);
        return await bed.FinishAsync(client.Result);
    }

    private static Child StartSidecar(TestBed bed, int port)
    {
        var sidecar = bed.Starter.Start(bed.Kind, new ProxySpec
        {
            Cluster = "service1",
            Node = "service1",
            Mode = Mode.Untraced, // the spans of the front proxy are counted
            Listeners = [new ListenerSpec("ingress_http", port, IsInbound: true, [new RouteSpec("/", "local_service", "check_server1")])],
            Clusters = [ClusterSpec.Local("local_service", bed.Upstream.Port)],
            CollectorPort = bed.Collector.Port,
            CollectorPath = "/api/v2/spans",
            IsSidecar = true,
        });
        Readiness.Wait(sidecar, port, "/", bed.Cancel);
        return sidecar;
    }
}
