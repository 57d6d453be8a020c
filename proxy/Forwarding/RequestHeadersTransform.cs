using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>Passes a request's headers on, less those that end here.</summary>
internal sealed class RequestHeadersTransform : RequestTransform
{
    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var request = context.HttpContext.Request;
        var exchange = context.HttpContext.Features.Get<StreamInfo>()!;
        var proxyHeaders = context.ProxyRequest.Headers;

        // First of all, as Envoy sends them. Without validation, so that Host arrives as it came.
        proxyHeaders.TryAddWithoutValidation(HeaderNames.Host, request.Host.Value);
        proxyHeaders.TryAddWithoutValidation(RequestId.Header, exchange.RequestId);

        exchange.Headers.CopyTo(context, static (context, name, values) => AddHeader(context, name, values));
        if (exchange.Route?.ExpectedTimeout is { } timeout)
        {
            proxyHeaders.TryAddWithoutValidation(EnvoyHeaders.ExpectedTimeout, timeout);
        }

        exchange.SentUpstream();
        return ValueTask.CompletedTask;
    }
}
