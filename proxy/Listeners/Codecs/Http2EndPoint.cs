using System.Net;

namespace ZipkinMesh.Proxy.Listeners.Codecs;

/// <summary>Represents the endpoint of <see cref="Http2Listener"/>, which has no address: connections come from the other endpoints.</summary>
internal sealed class Http2EndPoint : EndPoint
{
    public static readonly Http2EndPoint Instance = new();

    private Http2EndPoint()
    {
    }

    public override string ToString() => "http2";
}
