using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Net.Http.Headers;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>Binds the configured listeners, with Envoy's limits instead of Kestrel's.</summary>
internal static class ListenerBinding
{
    // Envoy's max_request_headers_kb.
    private const int HeaderBytes = 60 * 1024;

    public static void Bind(KestrelServerOptions kestrel, ZipkinMeshOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.RequestHeaderEncodingSelector = EncodingOf;
        kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;

        // The host of an absolute target replaces the Host header (RFC 9112, 3.2.2; as Envoy does).
        kestrel.AllowHostHeaderOverride = true;

        var limits = kestrel.Limits;
        limits.MaxRequestHeadersTotalSize = HeaderBytes;
        limits.MaxRequestLineSize = HeaderBytes;
        limits.MaxRequestHeaderCount = 100;
        limits.MaxRequestBodySize = null;

        // Envoy limits slow bodies by the route's timeout only.
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;

        foreach (var (name, listener) in options.Listeners)
        {
            var bound = ListenerInfo.From(name, listener);
            kestrel.Listen(IPAddress.Parse(listener.Address), listener.Port, endpoint =>
            {
                endpoint.Protocols = HttpProtocols.Http1;
                endpoint.Use(next => async connection =>
                {
                    using var downstream = new DownstreamConnection(bound, (connection.RemoteEndPoint as IPEndPoint)?.Address);
                    connection.Features.Set(downstream);
                    await next(connection);
                });
            });
        }
    }

    // Called for each header of each request.
    private static Encoding EncodingOf(string name) => name.Length switch
    {
        10 when name.Equals(HeaderNames.Connection, StringComparison.OrdinalIgnoreCase) => ConnectionEncoding.Instance,
        14 when name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase) => ContentLengthEncoding.Instance,
        17 when name.Equals(HeaderNames.TransferEncoding, StringComparison.OrdinalIgnoreCase) => TransferEncodingEncoding.Instance,
        _ => Encoding.Latin1,
    };
}
