using System.Net;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Formatting.Operators;

/// <summary>Defines the operators for the client's connection.</summary>
internal static class DownstreamOperators
{
    public static IEnumerable<OperatorDefinition> All { get; } =
    [
        .. AddressOperator.Define("DOWNSTREAM_REMOTE_ADDRESS", "DOWNSTREAM_REMOTE_PORT", ReadClient),
        .. AddressOperator.Define("DOWNSTREAM_DIRECT_REMOTE_ADDRESS", "DOWNSTREAM_DIRECT_REMOTE_PORT", ReadPeer),
        .. AddressOperator.Define("DOWNSTREAM_LOCAL_ADDRESS", "DOWNSTREAM_LOCAL_PORT", ReadLocal),
        .. AddressOperator.Define("DOWNSTREAM_DIRECT_LOCAL_ADDRESS", "DOWNSTREAM_DIRECT_LOCAL_PORT", ReadLocal),
        Define.Number("CONNECTION_ID", static stream => stream.Context.Features.Get<DownstreamConnection>()?.Id),
        Define.Text("LISTENER_NAME", static stream => stream.Listener.Name),
    ];

    // An address from x-forwarded-for has no port.
    private static (IPAddress? Address, int Port) ReadClient(StreamInfo stream)
    {
        var forwardedFor = stream.Context.Request.Headers[EnvoyHeaders.ForwardedFor];
        return (stream.Listener.Trust ?? ListenerTrust.None).FindForwarded(forwardedFor, out _) is { } client ? (client, 0) : ReadPeer(stream);
    }

    private static (IPAddress? Address, int Port) ReadPeer(StreamInfo stream) =>
        (stream.Context.Connection.RemoteIpAddress, stream.Context.Connection.RemotePort);

    private static (IPAddress? Address, int Port) ReadLocal(StreamInfo stream) =>
        (stream.Context.Connection.LocalIpAddress, stream.Context.Connection.LocalPort);
}
