using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>Copies the headers of a request to the upstream request, except those that aren't forwarded.</summary>
internal sealed class RequestHeadersTransform : RequestTransform
{
    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var request = context.HttpContext.Request;
        var stream = context.HttpContext.Features.Get<StreamInfo>()!;
        var proxyHeaders = context.ProxyRequest.Headers;

        // Envoy sends these two first. Without validation, Host is forwarded as the client sent it.
        proxyHeaders.TryAddWithoutValidation(HeaderNames.Host, request.Host.Value);
        proxyHeaders.TryAddWithoutValidation(EnvoyHeaders.RequestId, stream.RequestId);

        stream.Headers.CopyTo(context, static (context, name, values) => AddHeader(context, name, values));
        if (ExpectedTimeout(stream) is { } timeout)
        {
            proxyHeaders.TryAddWithoutValidation(EnvoyHeaders.ExpectedTimeout, timeout);
        }

        stream.BeginAttempt(context.DestinationPrefix);
        return ValueTask.CompletedTask;
    }

    // A retry has what the earlier tries left of the route's timeout.
    private static string? ExpectedTimeout(StreamInfo stream) => stream.Attempts.Count == 0
        ? stream.Route?.ExpectedTimeout
        : stream.Route?.ExpectedTimeoutAfter(stream.Attempts[0].Elapsed);
}
