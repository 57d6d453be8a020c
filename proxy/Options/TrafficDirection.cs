namespace ZipkinMesh.Proxy.Options;

/// <summary>
/// Which way the traffic of a listener goes, as seen from the service the proxy stands beside (Envoy's <c>traffic_direction</c>).
/// It decides the kind of its spans.
/// </summary>
internal enum TrafficDirection
{
    /// <summary>To the service: a SERVER span that joins the caller's (same span id, <c>shared</c>).</summary>
    Inbound,

    /// <summary>From the service, or a front proxy: a CLIENT span, child of the caller's.</summary>
    Outbound,
}
