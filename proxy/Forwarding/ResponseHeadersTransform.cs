using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Transforms;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Upstreams.Retries;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>Copies the headers of an upstream's response to the response, except those that aren't forwarded.</summary>
internal sealed class ResponseHeadersTransform(FinalResponseHeaders finalHeaders) : ResponseTransform
{
    public override ValueTask ApplyAsync(ResponseTransformContext context)
    {
        // Without a response of the upstream, the pipeline writes a LocalReply.
        if (context.ProxyResponse is { } upstream)
        {
            var stream = context.HttpContext.Features.Get<StreamInfo>()!;
            stream.LastAttempt!.StatusCode = (int)upstream.StatusCode;
            if (stream.Route?.Retry is not null && context.HttpContext.Features.Get<RetryState>()!.TryRetry((int)upstream.StatusCode))
            {
                context.SuppressResponseBody = true;
                return ValueTask.CompletedTask;
            }

            var response = context.HttpContext.Response;
            Copy(upstream.Headers, response.Headers);
            Copy(upstream.Content.Headers, response.Headers);
            if (response.StatusCode is < 200 or 204 or 205)
            {
                // Kestrel allows no length where there is no body.
                response.Headers.ContentLength = null;
            }

            finalHeaders.Add(stream, isFromUpstream: true);
        }

        return ValueTask.CompletedTask;
    }

    private static void Copy(HttpHeaders from, IHeaderDictionary to)
    {
        foreach (var (name, values) in from.NonValidated)
        {
            if (!HopByHop.OfResponses.Contains(name))
            {
                to[name] = values.Count == 1 ? values.ToString() : new StringValues([.. values]);
            }
        }
    }
}
