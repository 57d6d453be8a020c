namespace ZipkinMesh.Tests.Proxy;

/// <summary>Represents the role of a proxy in the mesh, with the names it uses there.</summary>
/// <param name="Path">A path that the role's route matches.</param>
/// <param name="Prefix">The path prefix of the route.</param>
internal sealed record ProxyRole(string Listener, string Direction, string Cluster, string Operation, string Path, string Prefix)
{
    public static readonly ProxyRole Front = new("ingress_http", "Outbound", "service1", "check_server1", "/trace/1", "/");
    public static readonly ProxyRole Ingress = new("ingress_http", "Inbound", "local_service", "check_server1", "/trace/1", "/");
    public static readonly ProxyRole Egress = new("egress_http", "Outbound", "service2", "check_server2", "/trace/2", "/trace/2");

    public bool IsInbound => Direction == "Inbound";

    public string Kind => IsInbound ? "SERVER" : "CLIENT";
}
