using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Transforms;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>Passes a response's headers back, less those that end here.</summary>
internal sealed class ResponseHeadersTransform : ResponseTransform
{
    public override ValueTask ApplyAsync(ResponseTransformContext context)
    {
        // Without a response of the upstream's, the answer is a LocalReply.
        if (context.ProxyResponse is { } upstream)
        {
            var response = context.HttpContext.Response;
            Copy(upstream.Headers, response.Headers);
            Copy(upstream.Content.Headers, response.Headers);
            if (response.StatusCode is < 200 or 204 or 205)
            {
                // Kestrel allows no length where there is no body.
                response.Headers.ContentLength = null;
            }

            context.HttpContext.Features.Get<StreamInfo>()!.FinishResponse(context.HttpContext, fromUpstream: true);
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
