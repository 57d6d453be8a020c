using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Streams;

/// <summary>Identifies the listener that a request came in at.</summary>
/// <param name="Name">The key in <c>Listeners</c>; routes refer to it.</param>
/// <param name="Direction">The direction of its traffic.</param>
internal sealed record ListenerInfo(string Name, TrafficDirection Direction)
{
    /// <summary>The listener of all requests when none is configured: a front proxy's.</summary>
    public static readonly ListenerInfo Default = new("default", TrafficDirection.Outbound);

    /// <summary>Gets the trust in the headers of clients; null for none.</summary>
    public ListenerTrust? Trust { get; init; }

    /// <summary>Gets the use of the trace context of external clients.</summary>
    public ClientTraceContext TraceContext { get; init; }

    /// <summary>Returns the listener that is configured under a name.</summary>
    public static ListenerInfo From(string name, ListenerOptions options) => new(name, options.Direction)
    {
        Trust = ListenerTrust.From(options),
        TraceContext = options.TraceContext,
    };
}
