namespace ZipkinMesh.Proxy.Options;

/// <summary>
/// The direction of a listener's traffic, as seen from the service that the proxy stands beside (Envoy's <c>traffic_direction</c>).
/// It decides the kind of the spans.
/// </summary>
public enum TrafficDirection
{
    /// <summary>To the service: a SERVER span that joins the caller's (same span id, <c>shared</c>).</summary>
    Inbound,

    /// <summary>From the service, or through a front proxy: a CLIENT span, child of the caller's.</summary>
    Outbound,
}
