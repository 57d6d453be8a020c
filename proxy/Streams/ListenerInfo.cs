using System.Collections.Frozen;
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

    /// <summary>Gets a value indicating that HTTP/2 clients may ask for an upgrade by an extended CONNECT.</summary>
    public bool AllowsConnect { get; init; } = true;

    /// <summary>Gets the number of requests after which a connection is closed; 0 for no limit.</summary>
    public int MaxRequestsPerConnection { get; init; }

    /// <summary>Gets the longest time of a request and its response; zero for no limit.</summary>
    public TimeSpan MaxStreamDuration { get; init; }

    /// <summary>Gets the protocols that a connection can be upgraded to.</summary>
    public FrozenSet<string> UpgradeTypes { get; init; } = UpgradeTypesAttribute.Parse(new ListenerOptions().UpgradeConfigs);

    /// <summary>Returns the listener that is configured under a name.</summary>
    public static ListenerInfo From(string name, ListenerOptions options) => new(name, options.Direction)
    {
        StatAddress = StatAddressOf(IPAddress.Parse(options.Address), options.Port),
        Trust = ListenerTrust.From(options),
        HasTls = options.Tls is not null,
        ForwardClientCertDetails = options.ClientCertForwarding,
        TraceContext = options.TraceContext,
        AllowsConnect = options.AllowConnect,
        MaxRequestsPerConnection = options.MaxRequestsPerConnection,
        MaxStreamDuration = options.MaxStreamDuration,
        UpgradeTypes = UpgradeTypesAttribute.Parse(options.UpgradeConfigs),
    };

    private static string StatAddressOf(IPAddress address, int port)
    {
        var host = address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : $"{address}";
        return string.Create(CultureInfo.InvariantCulture, $"{host}_{port}");
    }
}
