using System.Net;
using Microsoft.AspNetCore.Http;
using ZipkinMesh.Exporter.Spans;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>
/// Decides whether a client is internal, and writes the headers that tell upstreams where a request came from, by the trust settings of
/// the listener.
/// </summary>
/// <remarks>
/// As observed on Envoy 1.40, with a connection from 203.0.113.7:
/// <code>
///                              UseRemoteAddress, external    UseRemoteAddress, internal    otherwise
/// x-forwarded-for              203.0.113.7 appended          203.0.113.7 appended          unchanged
/// x-forwarded-proto            http                          http                          unchanged
/// x-request-id                 new                           kept                          kept
/// x-envoy-external-address     203.0.113.7                   unchanged                     unchanged
/// x-envoy-internal             removed                       true                          removed; true if internal
/// x-envoy-force-trace          removed                       obeyed and forwarded          removed; obeyed if internal
/// </code>
/// Behind trusted proxies (<c>XffNumTrustedHops</c>), x-forwarded-for gives the external address, and x-forwarded-proto is kept.
/// </remarks>
internal static class EdgeHeaders
{
    private static readonly Lazy<string> MachineAddress = new(LocalAddress.Find);

    /// <summary>Returns true when the client is internal.</summary>
    /// <param name="context">The request.</param>
    /// <param name="trust">The settings of the listener.</param>
    /// <param name="client">The address of the client; null when it isn't known.</param>
    public static bool IsInternal(HttpContext context, ListenerTrust trust, out IPAddress? client)
    {
        var forwardedFor = context.Request.Headers[EnvoyHeaders.ForwardedFor];
        client = trust.FindForwarded(forwardedFor, out var isOnly);
        if (!trust.UseRemoteAddress)
        {
            return isOnly && trust.IsInternal(client);
        }

        client ??= PeerOf(context);
        return forwardedFor.Count == 0 && trust.IsInternal(client);
    }

    /// <summary>Writes the headers of a request.</summary>
    public static void Write(StreamInfo stream, ListenerTrust trust, IPAddress? client)
    {
        var headers = stream.Headers;
        if (stream.IsInternal)
        {
            headers.Set(EnvoyHeaders.Internal, "true");
        }

        if (!trust.UseRemoteAddress)
        {
            return;
        }

        AppendPeer(stream);
        if (trust.TrustedHops == 0)
        {
            headers[HeaderField.ForwardedProto] = RequestTarget.ConnectionSchemeOf(stream.Context);
        }

        if (stream.IsInternal)
        {
            return;
        }

        headers.Remove(EnvoyHeaders.RequestId);
        foreach (var name in EnvoyHeaders.NotBeyondEdge)
        {
            headers.Remove(name);
        }

        if (client is not null)
        {
            headers.Set(EnvoyHeaders.ExternalAddress, client.ToString());
        }
    }

    // The loopback address means nothing to another machine, so Envoy writes that of its own.
    private static void AppendPeer(StreamInfo stream)
    {
        if (PeerOf(stream.Context) is not { } peer)
        {
            return;
        }

        var received = string.Join(',', stream.Context.Request.Headers[EnvoyHeaders.ForwardedFor].AsEnumerable());
        var address = IPAddress.IsLoopback(peer) ? MachineAddress.Value : peer.ToString();
        stream.Headers.Set(EnvoyHeaders.ForwardedFor, received.Length == 0 ? address : $"{received},{address}");
    }

    private static IPAddress? PeerOf(HttpContext context) =>
        context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : context.Connection.RemoteIpAddress;
}
