using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ZipkinMesh.Proxy.Grpc;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>Writes the responses that the proxy itself makes. A gRPC call is answered with a gRPC status.</summary>
internal sealed class LocalReplyWriter(FinalResponseHeaders finalHeaders)
{
    /// <summary>
    /// Rejects a request that isn't forwarded, and closes the connection: where the next request begins may be in doubt. Nothing of the
    /// request is repeated in the response.
    /// </summary>
    public static async Task RejectAsync(LocalReply reply, StreamInfo stream)
    {
        var response = stream.Context.Response;
        stream.Flag = reply.Flag;
        stream.ResponseCodeDetails = reply.Details;
        stream.LocalReply = reply;
        response.StatusCode = reply.Status;
        response.Headers.Server = FinalResponseHeaders.Server;
        CloseConnection(stream);
        await WriteBodyAsync(reply, stream);
    }

    /// <summary>Responds in place of the upstream.</summary>
    public async Task WriteAsync(LocalReply reply, StreamInfo stream)
    {
        var context = stream.Context;
        var response = context.Response;
        response.Clear();
        context.Features.Get<IHttpResponseFeature>()!.ReasonPhrase = null;
        response.StatusCode = reply.Status;
        stream.AddFlag(reply.Flag);
        stream.ResponseCodeDetails = reply.Details;
        stream.LocalReply = reply;
        if (stream.LastAttempt is { } attempt)
        {
            attempt.Failure = reply;
        }

        if (reply.SaysOverloaded)
        {
            response.Headers[EnvoyHeaders.Overloaded] = "true";
        }

        if (reply.ClosesConnection || stream.UpgradeType is not null)
        {
            CloseConnection(stream);
        }

        finalHeaders.Add(stream, isFromUpstream: false);
        await WriteBodyAsync(reply, stream);
    }

    // An HTTP/2 connection goes on: its frames say where the next request begins.
    private static void CloseConnection(StreamInfo stream)
    {
        if (!HttpProtocol.IsHttp2(stream.Context.Request.Protocol))
        {
            stream.Context.Response.Headers.Connection = "close";
        }
    }

    private static async Task WriteBodyAsync(LocalReply reply, StreamInfo stream)
    {
        var response = stream.Context.Response;
        if (stream.IsGrpc)
        {
            WriteGrpc(reply, response);
            return;
        }

        response.ContentLength = reply.Body.Length;
        if (reply.Body.Length == 0)
        {
            return;
        }

        response.ContentType = "text/plain";
        if (!HttpMethods.IsHead(stream.Context.Request.Method))
        {
            await response.Body.WriteAsync(Encoding.ASCII.GetBytes(reply.Body));
        }
    }
    // The status stands in the headers, and there is no body: what gRPC calls a response with trailers only.
    private static void WriteGrpc(LocalReply reply, HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = GrpcContentType.Plain;
        response.Headers[GrpcHeaders.Status] = reply.GrpcStatus.ToString(CultureInfo.InvariantCulture);
        if (reply.Body.Length > 0)
        {
            response.Headers[GrpcHeaders.Message] = reply.Body;
        }
    }
}
