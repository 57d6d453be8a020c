using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>Writes the responses that the proxy itself makes.</summary>
internal sealed class LocalReplyWriter(FinalResponseHeaders finalHeaders)
{
    public async Task WriteAsync(LocalReply reply, StreamInfo stream)
    {
        var context = stream.Context;
        var response = context.Response;
        response.Clear();
        context.Features.Get<IHttpResponseFeature>()!.ReasonPhrase = null;
        response.StatusCode = reply.Status;
        response.ContentLength = reply.Body.Length;
        stream.AddFlag(reply.Flag);
        if (stream.LastAttempt is { } attempt)
        {
            attempt.Flag = reply.Flag;
        }

        if (reply.Flag == ResponseFlags.UpstreamOverflow)
        {
            response.Headers[EnvoyHeaders.Overloaded] = "true";
        }

        if (reply.Body.Length > 0)
        {
            response.ContentType = "text/plain";
        }

        finalHeaders.Add(stream, isFromUpstream: false);
        if (reply.Body.Length > 0 && !HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(Encoding.ASCII.GetBytes(reply.Body));
        }
    }
}
