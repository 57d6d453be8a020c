namespace ZipkinMesh.Proxy.Admin.Logging;

/// <summary>Names the loggers as Envoy does, and gives the categories of .NET's log that they are.</summary>
internal static class Loggers
{
    /// <summary>Gets the categories by the names of the loggers, ordered by name.</summary>
    public static IReadOnlyDictionary<string, string> Categories { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["admin"] = "ZipkinMesh.Proxy.Admin",
        ["config"] = "ZipkinMesh.Proxy.Configuration",
        ["connection"] = "Microsoft.AspNetCore.Server.Kestrel",
        ["http"] = "ZipkinMesh.Proxy.Forwarding",
        ["main"] = "ZipkinMesh.Proxy.Listeners",
        ["tracing"] = "ZipkinMesh.Proxy.Reporting",
        ["upstream"] = "ZipkinMesh.Proxy.Upstreams",
        ["yarp"] = "Yarp",
    };
}
