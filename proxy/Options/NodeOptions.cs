namespace ZipkinMesh.Proxy.Options;

/// <summary>
/// Who this proxy is, section <c>Node</c> (Envoy's <c>node</c>).
/// </summary>
internal sealed class NodeOptions
{
    /// <summary>Envoy's <c>--service-node</c>; recorded as the tag <c>node_id</c>. Default: empty, which records no tag.</summary>
    public string Id { get; set; } = "";

    /// <summary>Envoy's <c>--service-cluster</c>; the service name of the spans. Needed when there is a <c>Tracing</c> section.</summary>
    public string Cluster { get; set; } = "";
}
