using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ZipkinMesh.Proxy.Streams;

/// <summary>An answer of this proxy's own, with Envoy's status, text and flag.</summary>
internal sealed record LocalReply(int Status, string Flag, string Body)
{
    private const string Reset = "upstream connect error or disconnect/reset before headers. reset reason: ";

    public static readonly LocalReply NoRoute = new(404, ResponseFlags.NoRoute, "");
    public static readonly LocalReply NoHealthyUpstream = new(503, ResponseFlags.NoHealthyUpstream, "no healthy upstream");
    public static readonly LocalReply ConnectionFailure = new(503, ResponseFlags.UpstreamConnectionFailure, Reset + "remote connection failure");
    public static readonly LocalReply ConnectionTimeout = new(503, ResponseFlags.UpstreamConnectionFailure, Reset + "connection timeout");
    public static readonly LocalReply ConnectionTermination = new(503, ResponseFlags.UpstreamConnectionTermination, Reset + "connection termination");
    public static readonly LocalReply ProtocolError = new(502, ResponseFlags.UpstreamProtocolError, Reset + "protocol error");
    public static readonly LocalReply Timeout = new(504, ResponseFlags.UpstreamTimeout, "upstream request timeout");

    public async Task WriteAsync(HttpContext context, StreamInfo exchange)
    {
        var response = context.Response;
        response.Clear();
        context.Features.Get<IHttpResponseFeature>()!.ReasonPhrase = null;
        response.StatusCode = Status;
        response.ContentLength = Body.Length;
        exchange.Flags = Flag;
        if (Body.Length > 0)
        {
            response.ContentType = "text/plain";
        }

        exchange.FinishResponse(context, fromUpstream: false);
        if (Body.Length > 0 && !HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(Encoding.ASCII.GetBytes(Body));
        }
    }
}
