using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>Copies the headers of a request to the upstream request, except those that aren't forwarded.</summary>
/// <param name="tracer">Starts the span of a try.</param>
/// <param name="keepsHost">False when a transform of the route replaces the Host header.</param>
internal sealed class RequestHeadersTransform(RequestTracer tracer, bool keepsHost) : RequestTransform
{
    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var stream = context.HttpContext.Features.Get<StreamInfo>()!;
        var proxyHeaders = context.ProxyRequest.Headers;

        // Envoy sends these two first. Host is forwarded as the client sent it; HttpRequest.Host would decode it, and YARP's transform
        // looks for the decoded one.
        proxyHeaders.TryAddWithoutValidation(HeaderNames.Host, keepsHost ? RequestTarget.HostOf(context.HttpContext) : context.HttpContext.Request.Host.Value);
        proxyHeaders.TryAddWithoutValidation(EnvoyHeaders.RequestId, stream.RequestId);

        var timeout = ExpectedTimeout(stream);
        tracer.OnAttempt(stream, stream.BeginAttempt(context.DestinationPrefix));

        stream.Headers.CopyTo(context, static (context, name, values) => AddHeader(context, name, values));
        if (timeout is not null)
        {
            proxyHeaders.TryAddWithoutValidation(EnvoyHeaders.ExpectedTimeout, timeout);
        }

        return ValueTask.CompletedTask;
    }

    // A retry has what the earlier tries left of the route's timeout.
    private static string? ExpectedTimeout(StreamInfo stream) => stream.Attempts.Count == 0
        ? stream.Route?.ExpectedTimeout
        : stream.Route?.ExpectedTimeoutAfter(stream.Attempts[0].Elapsed);
}
