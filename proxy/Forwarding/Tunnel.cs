using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>
/// Counts the bytes of an upgraded connection, such as a WebSocket, or of an HTTP/2 stream that serves as one, and finds out which side has
/// ended it.
/// </summary>
internal sealed class Tunnel : IHttpUpgradeFeature, IHttpExtendedConnectFeature
{
    private readonly StreamInfo _stream;
    private readonly IHttpUpgradeFeature? _upgrade;
    private readonly IHttpExtendedConnectFeature? _connect;
    private bool? _isEndedByClient;

    private Tunnel(StreamInfo stream, IHttpUpgradeFeature? upgrade, IHttpExtendedConnectFeature? connect) =>
        (_stream, _upgrade, _connect) = (stream, upgrade, connect);

    public bool IsUpgradableRequest => _upgrade is not null;

    public bool IsExtendedConnect => _connect is not null;

    public string? Protocol => _connect?.Protocol;

    /// <summary>Attaches itself to a request that asks for an upgrade. Kestrel upgrades no request that has a body.</summary>
    /// <returns>False when the connection can't be upgraded.</returns>
    public static bool TryBegin(StreamInfo stream)
    {
        var context = stream.Context;
        if (context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect)
        {
            context.Features.Set<IHttpExtendedConnectFeature>(new Tunnel(stream, null, connect));
            return true;
        }

        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Features.Set<IHttpUpgradeFeature>(new Tunnel(stream, upgrade, null));
            return true;
        }

        context.Features.Set<IHttpUpgradeFeature>(null);
        return false;
    }

    /// <summary>Records the reason for which an upgraded connection has ended, with Envoy's flag and details.</summary>
    public static void End(StreamInfo stream)
    {
        var features = stream.Context.Features;
        var hasIdled = features.Get<IForwarderErrorFeature>() is { Error: ForwarderError.UpgradeActivityTimeout };
        if ((stream.Lifetime.StoppedWith ?? (hasIdled ? LocalReply.ResponseIdle : null)) is { } reply)
        {
            (stream.Flag, stream.ResponseCodeDetails) = (reply.Flag, reply.Details);
            return;
        }

        var tunnel = features.Get<IHttpExtendedConnectFeature>() as Tunnel ?? features.Get<IHttpUpgradeFeature>() as Tunnel;
        var isEndedByClient = tunnel?._isEndedByClient ?? stream.Lifetime.IsClientGone;
        stream.Flag = isEndedByClient ? stream.AbandonedFlag : ResponseFlags.UpstreamConnectionTermination;
        stream.ResponseCodeDetails = ResponseCodeDetails.OfTruncated(stream.Flag);
    }

    public async Task<Stream> UpgradeAsync()
    {
        var client = await _upgrade!.UpgradeAsync();
        _stream.Lifetime.OutlastClient();
        return new TunnelStream(client, _stream, this);
    }

    public async ValueTask<Stream> AcceptAsync() => new TunnelStream(await _connect!.AcceptAsync(), _stream, this);

    /// <summary>Notes that the client has sent everything. Like Envoy, that ends a connection, but not a stream of HTTP/2.</summary>
    public void OnEndOfClient()
    {
        OnEnd(isByClient: true);
        if (_upgrade is not null)
        {
            _stream.Lifetime.EndTunnel();
        }
    }

    /// <summary>Notes which side has ended the connection. The first call counts.</summary>
    public void OnEnd(bool isByClient) => _isEndedByClient ??= isByClient;
}
