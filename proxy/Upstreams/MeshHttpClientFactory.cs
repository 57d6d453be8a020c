using System.Collections.Concurrent;
using System.Net.Http;
using System.Text;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Upstreams.Http1;
using ZipkinMesh.Proxy.Upstreams.Streaming;
using ZipkinMesh.Proxy.Upstreams.Tls;

namespace ZipkinMesh.Proxy.Upstreams;

/// <summary>
/// Creates the HTTP clients of clusters: with Envoy's limits, header values forwarded byte for byte, and no tracing headers other than
/// those of the mesh. HTTP/1.1 has a handler of its own; <see cref="SocketsHttpHandler"/> does the rest.
/// </summary>
internal sealed class MeshHttpClientFactory(
    TimeProvider time, ClusterCountersTable counters, UpstreamTlsTable tls, ILogger<ForwarderHttpClientFactory> logger)
    : ForwarderHttpClientFactory(logger), IDisposable
{
    private readonly ConcurrentDictionary<string, Http1Handler> _handlers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the number of open connections, without those of <see cref="SocketsHttpHandler"/>.</summary>
    public int OpenConnections => _handlers.Values.Sum(handler => handler.Pools.OpenCount);

    /// <summary>Closes the connections. Requests are finished before.</summary>
    public void Dispose()
    {
        foreach (var handler in _handlers.Values)
        {
            handler.Pools.Dispose();
        }
    }

    // YARP compares the settings that it knows.
    protected override bool CanReuseOldClient(ForwarderHttpClientContext context) =>
        base.CanReuseOldClient(context)
        && ConnectionLimits.Of(context.OldMetadata) == ConnectionLimits.Of(context.NewMetadata)
        && UpstreamTlsSettings.Of(context.OldMetadata, context.OldConfig) == UpstreamTlsSettings.Of(context.NewMetadata, context.NewConfig);

    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        handler.ActivityHeadersPropagator = null;
        var limits = ConnectionLimits.Of(context.NewMetadata);
        handler.ConnectTimeout = limits.ConnectTimeout;
        handler.PooledConnectionIdleTimeout = limits.IdleTimeout > TimeSpan.Zero ? limits.IdleTimeout : Timeout.InfiniteTimeSpan;
        handler.PooledConnectionLifetime = limits.MaxDuration > TimeSpan.Zero ? limits.MaxDuration : Timeout.InfiniteTimeSpan;
        handler.MaxResponseHeadersLength = ResponseHeadParser.MaxLength / 1024;
        var cluster = counters.Get(context.ClusterId);
        var handshakes = tls.Replace(cluster, UpstreamTlsSettings.Of(context.NewMetadata, context.NewConfig));
        if (context.NewConfig.WebProxy is null)
        {
            handler.ConnectCallback = new TlsConnector(handshakes, cluster, limits.MaxConnections).ConnectAsync;
        }

        handler.PlaintextStreamFilter = (connection, _) => ValueTask.FromResult<Stream>(
            new UpstreamStream(connection.PlaintextStream, cluster, cluster.HostOf(connection.InitialRequestMessage.RequestUri!)));
        handler.RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1;
        handler.ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1;
        base.ConfigureHandler(context, handler);
    }

    // YARP doesn't dispose the client that a new one replaces, because requests may be using it.
    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler)
    {
        var cluster = counters.Get(context.ClusterId);
        var counted = new UpstreamRequestCounter(new StreamingHandler(handler), cluster);
        if (NeedsHttpClient(context.NewConfig))
        {
            if (_handlers.TryRemove(context.ClusterId, out var unused))
            {
                unused.Pools.Retire();
            }

            return counted;
        }

        var created = new Http1Handler(counted, time, ConnectionLimits.Of(context.NewMetadata), cluster, tls.Find(context.ClusterId));
        _handlers.AddOrUpdate(context.ClusterId, created, (_, replaced) =>
        {
            replaced.Pools.Retire();
            return created;
        });
        return created;
    }

    // Settings of YARP that the handler for HTTP/1.1 doesn't have.
    private static bool NeedsHttpClient(HttpClientConfig config) =>
        config.WebProxy is not null || config.MaxConnectionsPerServer is not null
        || config.RequestHeaderEncoding is not null || config.ResponseHeaderEncoding is not null;
}
