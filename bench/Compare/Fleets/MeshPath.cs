using ZipkinMesh.Bench.Compare.Contenders;
using ZipkinMesh.Bench.Harness.Processes;
using ZipkinMesh.Bench.Harness.Proxies;

namespace ZipkinMesh.Bench.Compare.Fleets;

/// <summary>
/// Starts the sandbox's three proxies and two apps:
/// <code>
/// front -> service1 ingress -> app 1 -> service1 egress -> service2 ingress -> app 2
/// </code>
/// </summary>
internal sealed class MeshPath(Fleet fleet, Contender contender, BenchContext context)
{
    // The requests that wait for the three proxies to start have fewer, but count as a single request in all.
    private const int SpansPerRequest = 4;

    private readonly string _collectorPath = fleet.NewCollectorPath();

    public Subject Start()
    {
        var (front, ingress1, egress1, app1, ingress2, app2) = (Ports.Next(), Ports.Next(), Ports.Next(), Ports.Next(), Ports.Next(), Ports.Next());
        Child[] apps = [StartApp("1", app1, egress1), StartApp("2", app2, egress1)];
        var service2 = StartSidecar("service2", [Ingress(ingress2, "check_server2")], [ClusterSpec.Local("local_service", app2)]);
        var service1 = StartSidecar(
            "service1",
            [
                Ingress(ingress1, "check_server1"),
                new ListenerSpec("egress_http", egress1, IsInbound: false, [new RouteSpec("/trace/2", "service2", "check_server2")]),
            ],
            [ClusterSpec.Local("local_service", app1), ClusterSpec.Local("service2", ingress2)]);
        var frontProxy = fleet.Starter.Start(
            contender.Kind,
            ProxySpec.Front(contender.Mode, front, [$"127.0.0.1:{ingress1}"], fleet.Collector.Port, _collectorPath));

        // From the far end, because app 1 responds even when its egress doesn't.
        Wait(service2, ingress2, "/trace/2");
        Wait(service1, egress1, "/trace/2");
        Wait(frontProxy, front, "/trace/1");
        return new Subject
        {
            Contender = contender,
            Port = front,
            Proxies = [frontProxy, service1, service2],
            Apps = apps,
            CollectorPath = _collectorPath,
            SpansPerRequest = SpansPerRequest,
            Requests = 1,
        };
    }

    private static ListenerSpec Ingress(int port, string operation) =>
        new("ingress_http", port, IsInbound: true, [new RouteSpec("/", "local_service", operation)]);

    private Child StartSidecar(string name, ListenerSpec[] listeners, ClusterSpec[] clusters) => fleet.Starter.Start(contender.Kind, new ProxySpec
    {
        Cluster = name,
        Node = name,
        Mode = contender.Mode,
        Listeners = listeners,
        Clusters = clusters,
        CollectorPort = fleet.Collector.Port,
        CollectorPath = _collectorPath,
        IsSidecar = true,
    });

    private Child StartApp(string name, int port, int egress)
    {
        var environment = new Dictionary<string, string>
        {
            ["SERVICE_NAME"] = name,
            ["App__Port"] = $"{port}",
            ["App__Egress"] = $"http://127.0.0.1:{egress}",
            ["App__Sidecar"] = "",
        };
        return fleet.Workspace.Start(context.Programs.Service, [], Cores.Others, environment, discardsOutput: true);
    }

    private void Wait(Child proxy, int port, string path) => Readiness.Wait(proxy, port, path, context.Cancel);
}
