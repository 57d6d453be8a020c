using System.Net;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Formatting.Operators;

/// <summary>Defines the operators for the upstream. Where a request was retried, they are about the last attempt.</summary>
internal static class UpstreamOperators
{
    public static IEnumerable<OperatorDefinition> All { get; } =
    [
        Define.Text("UPSTREAM_CLUSTER", static stream => stream.Route?.Cluster),
        Define.Text("UPSTREAM_CLUSTER_RAW", static stream => stream.Route?.Cluster),
        new("%UPSTREAM_HOST%", static command => command.IsPlain ? new HostOperator(AddressPart.Whole, isConnected: false) : null),
        new("%UPSTREAM_REMOTE_ADDRESS%", static command => command.IsPlain ? new HostOperator(AddressPart.Whole, isConnected: true) : null),
        new("%UPSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%", static command => command.IsPlain ? new HostOperator(AddressPart.WithoutPort, isConnected: true) : null),
        new("%UPSTREAM_REMOTE_PORT%", static command => command.IsPlain ? new HostOperator(AddressPart.Port, isConnected: true) : null),
        .. AddressOperator.Define("UPSTREAM_LOCAL_ADDRESS", "UPSTREAM_LOCAL_PORT", ReadLocalAddress),
        Define.Text("UPSTREAM_PROTOCOL", static stream => stream.LastAttempt?.Protocol),
        Define.Text("UPSTREAM_TRANSPORT_FAILURE_REASON", static stream => stream.UpstreamTransportFailureReason),
        Define.Number("UPSTREAM_REQUEST_ATTEMPT_COUNT", static stream => Math.Max(stream.Attempts.Count, stream.IsForwarded ? 1 : 0)),
    ];

    private static (IPAddress? Address, int Port) ReadLocalAddress(StreamInfo stream) =>
        stream.LastAttempt?.LocalEndPoint is IPEndPoint local ? (local.Address, local.Port) : default;
}
