using ZipkinMesh.Compare.Load;
using ZipkinMesh.Compare.Processes;
using ZipkinMesh.Compare.Proxies;

namespace ZipkinMesh.Compare.Comparing;

/// <summary>
/// The sandbox's three proxies and two apps:
/// <code>
/// front -> service1 ingress -> app 1 -> service1 egress -> service2 ingress -> app 2
/// </code>
/// </summary>
internal static class MeshPath
{
    // A request on the whole way makes four; those that only asked whether a proxy is there made three in all.
    private const int SpansPerRequest = 4;

    public static Subject Start(Fleet fleet, Contender contender, Bench bench)
    {
        var (front, ingress1, egress1, app1, ingress2, app2) = (Ports.Free(), Ports.Free(), Ports.Free(), Ports.Free(), Ports.Free(), Ports.Free());
        var collectorPath = fleet.NewCollectorPath();

        Child[] apps = [StartApp("1", app1), StartApp("2", app2)];
        var service2 = fleet.Starter.Start(contender.Kind, Sidecar(
            "service2",
            [Ingress(ingress2, "check_server2")],
            [ClusterSpec.Local("local_service", app2)]));
        var service1 = fleet.Starter.Start(contender.Kind, Sidecar(
            "service1",
            [
                Ingress(ingress1, "check_server1"),
                new ListenerSpec("egress_http", egress1, IsInbound: false, [new RouteSpec("/trace/2", "service2", "check_server2")]),
            ],
            [ClusterSpec.Local("local_service", app1), ClusterSpec.Local("service2", ingress2)]));
        var frontProxy = fleet.Starter.Start(
            contender.Kind,
            ProxySpec.Front(contender.Mode, front, [$"127.0.0.1:{ingress1}"], fleet.Collector.Port, collectorPath));

        // From the far end: app 1 answers whatever its egress does.
        FirstAnswer.Await(service2, ingress2, "/trace/2", bench.Cancel);
        FirstAnswer.Await(service1, egress1, "/trace/2", bench.Cancel);
        FirstAnswer.Await(frontProxy, front, "/trace/1", bench.Cancel);
        return new Subject
        {
            Contender = contender,
            Port = front,
            Proxies = [frontProxy, service1, service2],
            Apps = apps,
            CollectorPath = collectorPath,
            SpansPerRequest = SpansPerRequest,
            Requests = 1,
        };

        ProxySpec Sidecar(string name, ListenerSpec[] listeners, ClusterSpec[] clusters) => new()
        {
            Cluster = name,
            Node = name,
            Mode = contender.Mode,
            Listeners = listeners,
            Clusters = clusters,
            CollectorPort = fleet.Collector.Port,
            CollectorPath = collectorPath,
            IsSidecar = true,
        };

        ListenerSpec Ingress(int port, string operation) => new("ingress_http", port, IsInbound: true, [new RouteSpec("/", "local_service", operation)]);

        Child StartApp(string name, int port) => fleet.Workspace.RunSilently(bench.Tools.Service, [], Cores.Others, new()
        {
            ["SERVICE_NAME"] = name,
            ["App__Port"] = $"{port}",
            ["App__Egress"] = $"http://127.0.0.1:{egress1}",
            ["App__Sidecar"] = "",
        });
    }
}
