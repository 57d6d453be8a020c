namespace ZipkinMesh.Proxy.Options;

/// <summary>
/// One listener, section <c>Listeners:{name}</c>; the name is what routes refer to and what statistics are kept under
/// (Envoy's <c>stat_prefix</c>).
/// </summary>
internal sealed class ListenerOptions
{
    /// <summary>The IP address to listen on. Default: 0.0.0.0, all of this machine's.</summary>
    public string Address { get; set; } = "0.0.0.0";

    /// <summary>The TCP port, 0 to 65535; 0 takes any free one. Needed.</summary>
    public int Port { get; set; }

    /// <summary>Inbound or Outbound. Needed.</summary>
    public TrafficDirection Direction { get; set; }
}
