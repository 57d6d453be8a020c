using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Net.Http.Headers;
using ZipkinMesh.Proxy.Listeners.Codecs;
using ZipkinMesh.Proxy.Listeners.Tls;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>Binds the configured listeners, with Envoy's limits instead of Kestrel's.</summary>
internal static class ListenerBinding
{
    public static void Bind(
        KestrelServerOptions kestrel,
        ZipkinMeshOptions options,
        ListenerTable listeners,
        ConnectionTable table,
        OverloadState overload,
        CodecSelector codecs,
        TlsListeners tls)
    {
        kestrel.AddServerHeader = false;
        kestrel.RequestHeaderEncodingSelector = EncodingOf;
        kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;

        // The host of an absolute target replaces the Host header (RFC 9112, 3.2.2; as Envoy does).
        kestrel.AllowHostHeaderOverride = true;

        // Behind a proxy that terminates TLS, :scheme is that of its client.
        kestrel.AllowAlternateSchemes = true;

        ApplyLimits(kestrel.Limits, [.. options.Listeners.Values]);
        foreach (var (name, listener) in options.Listeners)
        {
            var connections = new ListenerConnections(listeners.Get(name), listener, table, overload);
            kestrel.Listen(IPAddress.Parse(listener.Address), listener.Port, endpoint =>
            {
                endpoint.Protocols = HttpProtocols.Http1;
                endpoint.Use(next => connection => connections.ServeAsync(connection, next));
                tls.Find(name)?.Bind(endpoint);
                endpoint.Use(static next => connection => ListenerConnections.WatchAsync(connection, next));
                endpoint.Use(next => connection => codecs.ServeAsync(connection, next));
            });
        }

        // The addresses that Kestrel lists begin with those of the listeners.
        kestrel.Listen(Http2EndPoint.Instance, static endpoint => endpoint.Protocols = HttpProtocols.Http2);
    }

    // Called for each header of each request.
    private static Encoding EncodingOf(string name) => name.Length switch
    {
        10 when name.Equals(HeaderNames.Connection, StringComparison.OrdinalIgnoreCase) => ConnectionEncoding.Instance,
        14 when name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase) => ContentLengthEncoding.Instance,
        17 when name.Equals(HeaderNames.TransferEncoding, StringComparison.OrdinalIgnoreCase) => TransferEncodingEncoding.Instance,
        _ => Encoding.Latin1,
    };

    // The headers belong to the whole request.
    private static TimeSpan HeadersTimeoutOf(ListenerOptions listener) =>
        listener.RequestTimeout > TimeSpan.Zero && listener.RequestTimeout < listener.RequestHeadersTimeout
            ? listener.RequestTimeout
            : listener.RequestHeadersTimeout;

    // Kestrel has one limit for all endpoints.
    private static void ApplyLimits(KestrelServerLimits limits, ListenerOptions[] listeners)
    {
        var headerBytes = listeners.Max(listener => listener.MaxRequestHeadersKb) * 1024;
        limits.MaxRequestBufferSize = Math.Max(limits.MaxRequestBufferSize ?? 0, headerBytes);
        limits.MaxRequestHeadersTotalSize = headerBytes;
        limits.MaxRequestLineSize = headerBytes;
        limits.MaxRequestHeaderCount = listeners.Max(listener => listener.MaxHeadersCount);
        limits.RequestHeadersTimeout = listeners.Max(HeadersTimeoutOf);
        limits.KeepAliveTimeout = listeners.Max(listener => listener.IdleTimeout);
        limits.Http2.MaxStreamsPerConnection = listeners.Max(listener => listener.MaxConcurrentStreams);
        limits.Http2.InitialStreamWindowSize = listeners.Max(listener => listener.InitialStreamWindowSize);
        limits.Http2.InitialConnectionWindowSize = listeners.Max(listener => listener.InitialConnectionWindowSize);
        limits.MaxRequestBodySize = null;

        // Slow bodies are limited by the timeout of the route and StreamIdleTimeout, as in Envoy.
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
    }
}
