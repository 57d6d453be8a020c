using System.Net.Http;
using System.Text;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace ZipkinMesh.Proxy.Upstreams;

/// <summary>
/// Creates the HTTP clients of clusters: with Envoy's limits, header values forwarded byte for byte, and no tracing headers other than
/// those of the mesh.
/// </summary>
internal sealed class MeshHttpClientFactory(ILogger<ForwarderHttpClientFactory> logger) : ForwarderHttpClientFactory(logger)
{
    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        handler.ActivityHeadersPropagator = null;
        handler.ConnectTimeout = TimeSpan.FromSeconds(5);
        handler.MaxResponseHeadersLength = 60; // KiB
        handler.PlaintextStreamFilter = static (context, _) => ValueTask.FromResult<Stream>(new UpstreamStream(context.PlaintextStream));
        handler.RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1;
        handler.ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1;
        base.ConfigureHandler(context, handler);
    }
}
