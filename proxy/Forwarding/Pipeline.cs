using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Tracing;
using ZipkinMesh.Proxy.Upstreams;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>
/// The way of every request, between ASP.NET's routing, which chose the route, and YARP, which forwards.
/// </summary>
/// <remarks>
/// <list type="number">
/// <item>A request framed in two ways at once (Content-Length and Transfer-Encoding) is refused.</item>
/// <item>It gets an id, if it has none, and the id the reason it is traced for.</item>
/// <item>Its span is begun, joined or rooted (<see cref="RequestTracer"/>), and the context written into its headers.</item>
/// <item>YARP forwards it, under the route's timeout; without a route it is answered 404.</item>
/// <item>What failed is answered as Envoy would answer it, if no answer has begun.</item>
/// <item>Its span is ended.</item>
/// </list>
/// </remarks>
internal sealed partial class Pipeline(RequestDelegate next, RequestTracer tracer, ILogger<Pipeline> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (IsFramedTwice(context.Request.Headers))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            context.Response.Headers.Connection = "close";
            return;
        }

        var route = context.GetEndpoint()?.Metadata.GetMetadata<RouteEntry>();
        var connection = context.Features.Get<DownstreamConnection>()!;
        var headers = connection.Headers.Read(context.Request.Headers);
        var exchange = new StreamInfo(connection, route);
        context.Features.Set(exchange);
        context.Features.Set<IHttpResponseBodyFeature>(new ResponseBody(context.Features.Get<IHttpResponseBodyFeature>()!, exchange));

        if (!headers.Has(HeaderField.ForwardedProto))
        {
            headers[HeaderField.ForwardedProto] = context.Request.Scheme;
        }

        tracer.Begin(context, exchange);
        try
        {
            if (route is null)
            {
                await LocalReply.NoRoute.WriteAsync(context, exchange);
                return;
            }

            BeginForwarding(context, exchange, connection.Lifetime, route);
            await next(context);
            if (context.Features.Get<IForwarderErrorFeature>() is { } failure)
            {
                await AnswerAsync(failure, context, exchange, connection.Lifetime);
            }
        }
        catch (Exception e) when (e is not (TruncatedResponseException or BadHttpRequestException))
        {
            // Kestrel answers 500, and would tell of it in a category that is off (LoggingFeature).
            LogUnexpected(e);
            context.Response.StatusCode = context.Response.HasStarted ? context.Response.StatusCode : StatusCodes.Status500InternalServerError;
            throw;
        }
        finally
        {
            connection.Lifetime.End();
            tracer.End(context, exchange);
        }
    }

    // Kestrel reads such a body as chunked, and has given its Content-Length another name by now. A client that sends a header of
    // that name itself is not worth telling apart.
    private static bool IsFramedTwice(IHeaderDictionary headers) =>
        headers.TransferEncoding.Count > 0 && (headers.ContentLength is not null || headers.ContainsKey("X-Content-Length"));

    private static void BeginForwarding(HttpContext context, StreamInfo exchange, RequestLifetime lifetime, RouteEntry route)
    {
        lifetime.Begin(route.Timeout, context.RequestAborted);
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        context.Features.Set<IHttpRequestTimeoutFeature>(lifetime);
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()!.CanHaveBody)
        {
            context.Request.Body = new RequestBody(context.Request.Body, exchange, lifetime);
        }
        else
        {
            lifetime.StartTimeout();
        }
    }

    private static async Task AnswerAsync(IForwarderErrorFeature failure, HttpContext context, StreamInfo exchange, RequestLifetime lifetime)
    {
        if (lifetime.HasBrokenOff)
        {
            exchange.Flags = UpstreamFailure.FlagOf(failure, lifetime.HasTimedOut);
            throw new TruncatedResponseException();
        }

        if (context.Response.HasStarted)
        {
            // The upstream answered without reading all of the request.
            return;
        }

        if (UpstreamFailure.ReplyTo(failure, lifetime.HasTimedOut) is { } reply)
        {
            await reply.WriteAsync(context, exchange);
        }
        else
        {
            exchange.Flags = ResponseFlags.DownstreamDisconnect;
            exchange.Unanswered = true;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed for a reason of the proxy's own.")]
    private partial void LogUnexpected(Exception exception);
}
