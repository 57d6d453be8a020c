using ZipkinMesh.Bench.Harness.Processes;
using ZipkinMesh.Bench.Harness.Proxies;
using ZipkinMesh.Faults.Subjects;
using ZipkinMesh.Faults.Traffic;

namespace ZipkinMesh.Faults.Scenarios;

/// <summary>
/// Sends a million requests through a front proxy and a sidecar. The memory after the last hundred thousand must be within 5 % of that
/// after the second, no handle may stay open, and every span must arrive.
/// </summary>
internal sealed class SoakScenario() : Scenario("soak", "1,000,000 requests through front proxy and sidecar")
{
    private const int Parts = 10;
    private const int PerPart = 100_000;
    private const double Growth = 1.05;

    private readonly List<string> _problems = [];

    public override async Task<Outcome> RunAsync(TestBed bed)
    {
        var port = Ports.Next();
        var sidecar = bed.Starter.Start(bed.Kind, new ProxySpec
        {
            Cluster = "service1",
            Node = "service1",
            Mode = Mode.Traced,
            Listeners = [new ListenerSpec("ingress_http", port, IsInbound: true, [new RouteSpec("/", "local_service", "check_server1")])],
            Clusters = [ClusterSpec.Local("local_service", bed.Upstream.Port)],
            CollectorPort = bed.Collector.Port,
            CollectorPath = "/api/v2/spans",
            IsSidecar = true,
        });
        await Task.Run(() => Readiness.Wait(sidecar, port, "/", bed.Cancel), bed.Cancel);
        await bed.StartFrontAsync(spec => spec with { Clusters = [ClusterSpec.Local("service1", port)] });

        Child[] proxies = [bed.Front, sidecar];
        var (memory, handles) = (0.0, 0);
        var total = new TrafficResult();
        for (var part = 1; part <= Parts; part++)
        {
            var client = new LoadClient(bed.Port, perSecond: 100_000, connections: 32) { Result = total };
            await client.RunAsync(TimeSpan.FromSeconds(1), bed.Cancel);
            if (part is 2 or Parts)
            {
                await bed.FlushAsync((2 * total.Answered) + 3);
                if (part == 2)
                {
                    (memory, handles) = (ProcessTree.Memory(proxies), ProcessTree.Handles(proxies));
                }
            }

            Console.Error.WriteLine($"soak: {part * PerPart} requests, {ProcessTree.Memory(proxies):0.0} MiB, {ProcessTree.Handles(proxies)} handles");
        }

        Check(ProcessTree.Memory(proxies) <= memory * Growth, $"the memory grew from {memory:0.0} to {ProcessTree.Memory(proxies):0.0} MiB");
        Check(ProcessTree.Handles(proxies) <= handles, $"the open handles grew from {handles} to {ProcessTree.Handles(proxies)}");
        return await bed.FinishAsync(total, total.Answered + 2);
    }

    public override IEnumerable<string> Judge(Outcome ours, Outcome? envoy) => base.Judge(ours, envoy).Concat(_problems);

    private void Check(bool isTrue, string problem)
    {
        if (!isTrue)
        {
            _problems.Add(problem);
        }
    }
}
