using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Streams;

/// <summary>Identifies the listener that a request came in at.</summary>
/// <param name="Name">The key in <c>Listeners</c>; routes refer to it.</param>
/// <param name="Direction">The direction of its traffic.</param>
internal sealed record ListenerInfo(string Name, TrafficDirection Direction)
{
    /// <summary>The listener of all requests when none is configured: a front proxy's.</summary>
    public static readonly ListenerInfo Default = new("default", TrafficDirection.Outbound);
}
