namespace ZipkinMesh.Tests.Proxy;

/// <summary>A place a proxy takes in the mesh, with the names it has there.</summary>
/// <param name="Path">A path the role's route takes.</param>
/// <param name="Prefix">What the route asks a path to begin with.</param>
internal sealed record ProxyRole(string Listener, string Direction, string Cluster, string Operation, string Path, string Prefix)
{
    public static readonly ProxyRole Front = new("ingress_http", "Outbound", "service1", "check_server1", "/trace/1", "/");
    public static readonly ProxyRole Ingress = new("ingress_http", "Inbound", "local_service", "check_server1", "/trace/1", "/");
    public static readonly ProxyRole Egress = new("egress_http", "Outbound", "service2", "check_server2", "/trace/2", "/trace/2");

    public bool IsInbound => Direction == "Inbound";

    public string Kind => IsInbound ? "SERVER" : "CLIENT";
}
