using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Transforms;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Upstreams.Http1;
using ZipkinMesh.Proxy.Upstreams.Retries;
using ZipkinMesh.Proxy.Upstreams.Streaming;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>Copies the headers of an upstream's response to the response, except those that aren't forwarded.</summary>
/// <param name="finalHeaders">Adds the proxy's own headers.</param>
/// <param name="transforms">The transforms of the route, of which this is the first.</param>
internal sealed class ResponseHeadersTransform(FinalResponseHeaders finalHeaders, IList<ResponseTransform> transforms) : ResponseTransform
{
    public override ValueTask ApplyAsync(ResponseTransformContext context)
    {
        // Without a response of the upstream, the pipeline writes a LocalReply.
        if (context.ProxyResponse is { } upstream)
        {
            var stream = context.HttpContext.Features.Get<StreamInfo>()!;
            var attempt = stream.LastAttempt!;
            attempt.OnResponse((int)upstream.StatusCode, HttpProtocol.GetHttpProtocol(upstream.Version));
            if (stream.Route?.Retry is not null && context.HttpContext.Features.Get<RetryState>()!.TryRetry((int)upstream.StatusCode))
            {
                context.SuppressResponseBody = true;
                return ValueTask.CompletedTask;
            }

            var response = context.HttpContext.Response;
            stream.ResponseCodeDetails = ResponseCodeDetails.ViaUpstream;
            stream.Lifetime.IsAnswered = true;
            Copy(upstream, response, attempt);
            if (response.StatusCode is < 200 or 204 or 205)
            {
                // Kestrel allows no length where there is no body.
                response.Headers.ContentLength = null;
            }

            if (IsEarly(stream))
            {
                // The upstream may not read the rest of the request, so the client's connection can't be used again. As Envoy does.
                response.Headers.Connection = "close";
            }

            if (stream.UpgradeType is not null && upstream.Version.Major == 1)
            {
                AnswerUpgrade(context, upstream, stream);
            }

            finalHeaders.Add(stream, isFromUpstream: true);
        }

        return ValueTask.CompletedTask;
    }

    private static void AnswerUpgrade(ResponseTransformContext context, HttpResponseMessage upstream, StreamInfo stream)
    {
        var response = stream.Context.Response;
        if (response.StatusCode == StatusCodes.Status200OK)
        {
            // As Envoy does: a success that isn't the upgrade has no body.
            stream.ResponseCodeDetails = ResponseCodeDetails.UpgradeRefused;
            response.Headers.ContentLength = 0;
            context.SuppressResponseBody = true;
        }
        else if (response.StatusCode == StatusCodes.Status101SwitchingProtocols && HttpProtocol.IsHttp2(stream.Context.Request.Protocol))
        {
            WebSocketHandshake.Accept(upstream, response.Headers);
        }
    }

    private static bool IsEarly(StreamInfo stream) =>
        !stream.Lifetime.IsRequestComplete && stream.Context.Response.StatusCode != StatusCodes.Status101SwitchingProtocols
        && HttpProtocol.IsHttp11(stream.Context.Request.Protocol);

    private void Copy(HttpResponseMessage upstream, HttpResponse response, UpstreamAttempt attempt)
    {
        if (upstream.Content is ResponseContent content)
        {
            attempt.LocalEndPoint = content.LocalEndPoint;
            Copy(upstream, content, response);
            return;
        }

        Copy(upstream.Headers, response.Headers);
        Copy(upstream.Content.Headers, response.Headers);
        if (upstream.Content is StreamedResponse streamed)
        {
            streamed.Body.Downstream = response;
            streamed.Body.Attempt = attempt;
        }
    }

    private void Copy(HttpResponseMessage upstream, ResponseContent content, HttpResponse response)
    {
        content.Head.CopyTo(response.Headers);
        if (content.Body is { } body)
        {
            body.Downstream = response;
        }

        if (transforms.Count > 1 && content.Body is not null)
        {
            // The other transforms may read the upstream's headers.
            content.Head.CopyTo(upstream);
        }
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
