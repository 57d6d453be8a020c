using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Streams;

/// <summary>Identifies the listener that a request came in at.</summary>
/// <param name="Name">The key in <c>Listeners</c>; routes refer to it.</param>
/// <param name="Direction">The direction of its traffic.</param>
internal sealed record ListenerInfo(string Name, TrafficDirection Direction)
{
    /// <summary>The listener of all requests when none is configured: a front proxy's.</summary>
    public static readonly ListenerInfo Default = new("default", TrafficDirection.Outbound);

    /// <summary>Gets the counts of its connections and requests.</summary>
    public ListenerCounters Counters { get; init; } = new();

    /// <summary>Gets the address as statistics name it, such as <c>0.0.0.0_8000</c>; null when it isn't known.</summary>
    public string? StatAddress { get; init; }

    /// <summary>Gets the trust in the headers of clients; null for none.</summary>
    public ListenerTrust? Trust { get; init; }

    /// <summary>Gets a value indicating that clients connect with TLS.</summary>
    public bool HasTls { get; init; }

    /// <summary>Gets the treatment of <c>x-forwarded-client-cert</c>.</summary>
    public ForwardClientCertDetails ForwardClientCertDetails { get; init; }

    /// <summary>Gets the use of the trace context of external clients.</summary>
    public ClientTraceContext TraceContext { get; init; }

    /// <summary>Gets the options of tracing; null when requests aren't traced.</summary>
    public TracingSettings? Tracing { get; init; }

    /// <summary>Returns the listener that is configured under a name.</summary>
    public static ListenerInfo From(string name, ListenerOptions options) => new(name, options.Direction)
    {
        StatAddress = StatAddressOf(IPAddress.Parse(options.Address), options.Port),
        Trust = ListenerTrust.From(options),
        HasTls = options.Tls is not null,
        ForwardClientCertDetails = options.ClientCertForwarding,
        TraceContext = options.TraceContext,
    };

    private static string StatAddressOf(IPAddress address, int port)
    {
        var host = address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : $"{address}";
        return string.Create(CultureInfo.InvariantCulture, $"{host}_{port}");
    }
}
