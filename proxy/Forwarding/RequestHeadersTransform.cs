using System.Net;
using Microsoft.AspNetCore.Http;
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
        if (stream.UpgradeType is { } type)
        {
            PrepareUpgrade(context, type);
        }

        if (timeout is not null)
        {
            proxyHeaders.TryAddWithoutValidation(EnvoyHeaders.ExpectedTimeout, timeout);
        }

        return ValueTask.CompletedTask;
    }

    // YARP sends all upgrades of HTTP/1.1 with GET, and those to other protocols than WebSocket as ordinary requests.
    private static void PrepareUpgrade(RequestTransformContext context, string type)
    {
        var request = context.ProxyRequest;
        if (HttpProtocol.IsHttp2(context.HttpContext.Request.Protocol))
        {
            // YARP adds one of its own.
            request.Headers.Remove(HeaderNames.SecWebSocketKey);
        }
        else if (request.Method != HttpMethod.Connect)
        {
            request.Method = HttpMethod.Parse(context.HttpContext.Request.Method);
        }

        if (!type.Equals(UpgradeRequest.WebSocket, StringComparison.OrdinalIgnoreCase))
        {
            request.Version = HttpVersion.Version11;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            request.Headers.TryAddWithoutValidation(HeaderNames.Connection, HeaderNames.Upgrade);
            request.Headers.TryAddWithoutValidation(HeaderNames.Upgrade, type);
        }
    }

    // A retry has what the earlier tries left of the route's timeout.
    private static string? ExpectedTimeout(StreamInfo stream) => stream.Attempts.Count == 0
        ? stream.Route?.ExpectedTimeout
        : stream.Route?.ExpectedTimeoutAfter(stream.Attempts[0].Elapsed);
}
