using ZipkinMesh.Hosting.Options;

namespace ZipkinMesh.Proxy.Options;

/// <summary>The identity of the proxy (Envoy's <c>node</c>).</summary>
[OptionsSection("Node")]
public sealed partial class NodeOptions
{
    /// <summary>The id of the proxy, recorded as the tag <c>node_id</c> of its spans. Without it the spans have no such tag.</summary>
    [CommandLineSwitch("--service-node", "ID")]
    public string Id { get; set; } = "";

    /// <summary>The service name of the spans. Required when there is a section <c>Tracing</c>.</summary>
    [CommandLineSwitch("--service-cluster", "NAME")]
    public string Cluster { get; set; } = "";
}
