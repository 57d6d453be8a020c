using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Listeners;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Tracing;
using ZipkinMesh.Proxy.Upstreams.Failures;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>
/// Runs the steps of every request, in this order. Kestrel has read the request head before, and routing has matched a route by
/// listener and prefix.
/// </summary>
/// <remarks>
/// <list type="number">
/// <item>A <see cref="StreamInfo"/> is begun, which reads the headers: the later steps read it and write to it. <see cref="EdgeHeaders"/>
/// decides whether the client is internal.</item>
/// <item><see cref="RequestCheck"/> rejects a malformed request, before anything else trusts its headers. It gets no span.</item>
/// <item>While the memory runs out, the request is answered with 503. It gets no span, which would take memory, too.</item>
/// <item><see cref="RequestTracer.OnRequest"/> sets the request id, starts the span and writes the trace context into the headers. It
/// must run before the headers are copied, and also for requests without a route, which are traced, too.</item>
/// <item>A request without a route is answered with 404.</item>
/// <item>The route's timeout starts, at the latest when the request body has been read.</item>
/// <item><see cref="UpstreamSteps"/>: YARP selects a destination, the transforms copy the headers, the upstream responds, and the
/// response is copied.</item>
/// <item>A failure becomes a local reply, if no response has begun. It must run after all retries.</item>
/// <item>The <see cref="IStreamObserver"/>s see the finished request. Tracing, which ends the span, is one of them.</item>
/// </list>
/// </remarks>
internal sealed partial class Pipeline(
    ListenerTable listeners,
    RequestTracer tracer,
    LocalReplyWriter localReplies,
    OverloadState overload,
    IEnumerable<IStreamObserver> observers,
    ILogger<Pipeline> logger)
{
    private readonly IStreamObserver[] _observers = [.. observers];

    /// <summary>Answers a request that no route matches.</summary>
    public Task RejectAsync(HttpContext context) => InvokeAsync(context, null, null);

    /// <summary>Runs all steps.</summary>
    /// <param name="context">The request.</param>
    /// <param name="route">The matched route, or null.</param>
    /// <param name="forward">YARP's pipeline for the route.</param>
    public async Task InvokeAsync(HttpContext context, RouteEntry? route, RequestDelegate? forward)
    {
        var connection = context.Features.Get<DownstreamConnection>();
        var stream = BeginStream(context, connection, route);
        try
        {
            if (RequestCheck.Check(stream, isOwnListener: connection is not null) is { } rejection)
            {
                await LocalReplyWriter.RejectAsync(rejection, stream);
                return;
            }

            if (overload.RejectsRequests)
            {
                await localReplies.WriteAsync(LocalReply.Overload, stream);
                return;
            }

            tracer.OnRequest(stream);
            if (route is null)
            {
                await localReplies.WriteAsync(LocalReply.NoRoute, stream);
                return;
            }

            BeginForwarding(stream, route);
            await forward!(context);
            if (stream.Lifetime.IsTunnel)
            {
                Tunnel.End(stream);
            }
            else if (context.Features.Get<IForwarderErrorFeature>() is { } failure)
            {
                await HandleFailureAsync(failure, stream);
            }
        }
        catch (Exception e) when (e is not (TruncatedResponseException or BadHttpRequestException))
        {
            // Kestrel responds with 500. It would also log the exception, but in a category that is off.
            LogUnhandled(e);
            stream.ResponseCodeDetails = ResponseCodeDetails.UnhandledException;
            context.Response.StatusCode = context.Response.HasStarted ? context.Response.StatusCode : StatusCodes.Status500InternalServerError;
            throw;
        }
        finally
        {
            EndStream(stream, connection);
        }
    }

    private StreamInfo BeginStream(HttpContext context, DownstreamConnection? connection, RouteEntry? route)
    {
        if (connection is { Codec: Codec.Http2 })
        {
            connection.Listener.Counters.Http2Requests.Increment();
        }

        var stream = connection?.Rent() ?? new StreamInfo();
        var listener = connection?.Listener ?? listeners.Find(context) ?? ListenerInfo.Default;
        IPAddress? client = null;
        var isInternal = listener.Trust is not null && EdgeHeaders.IsInternal(context, listener.Trust, out client);
        stream.Begin(context, listener, connection?.PeerAddress ?? context.Connection.RemoteIpAddress?.ToString() ?? "", isInternal, route);
        if (listener.Trust is not null)
        {
            EdgeHeaders.Write(stream, listener.Trust, client);
        }

        if (listener.ForwardClientCertDetails != ForwardClientCertDetails.Sanitize)
        {
            ClientCertHeader.Write(stream.Headers, listener.ForwardClientCertDetails, connection?.Tls);
        }

        if (!stream.Headers.Has(HeaderField.ForwardedProto))
        {
            stream.Headers[HeaderField.ForwardedProto] = RequestTarget.ConnectionSchemeOf(context);
        }

        listener.Counters.Requests.Increment();
        context.Features.Set(stream);
        context.Features.Set<IHttpResponseBodyFeature>(new ResponseBody(context.Features.Get<IHttpResponseBodyFeature>()!, stream));
        return stream;
    }

    private static void BeginForwarding(StreamInfo stream, RouteEntry route)
    {
        var context = stream.Context;
        stream.IsForwarded = true;
        stream.Lifetime.Begin(route.Timeout, context.RequestAborted);
        if (StreamDuration.LimitOf(stream, route) is { } limit && limit > TimeSpan.Zero)
        {
            stream.Lifetime.LimitDuration(limit);
        }

        context.Features.Set<IHttpRequestLifetimeFeature>(stream.Lifetime);
        context.Features.Set<IHttpRequestTimeoutFeature>(stream.Lifetime);
        if (HttpProtocol.IsHttp2(context.Request.Protocol))
        {
            // YARP would reset the stream of a truncated response itself, in the place of the lifetime.
            context.Features.Set<IHttpResetFeature>(null);
        }

        stream.UpgradeType = stream.UpgradeType is not null && Tunnel.TryBegin(stream) ? stream.UpgradeType : null;
        if (stream.UpgradeType is not null)
        {
            stream.Listener.Counters.Upgrades.Increment();
            stream.Lifetime.StartTimeouts();
        }
        else if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false })
        {
            context.Request.Body = new RequestBody(context.Request.Body, stream);
        }
        else
        {
            stream.CompleteRequest();
        }
    }

    private async Task HandleFailureAsync(IForwarderErrorFeature failure, StreamInfo stream)
    {
        var lifetime = stream.Lifetime;
        if (lifetime.IsResponseTruncated)
        {
            stream.Flag = lifetime.StoppedWith?.Flag ?? UpstreamFailure.FlagOf(failure, stream);
            stream.ResponseCodeDetails = lifetime.StoppedWith is { Flag: ResponseFlags.None } reply ? reply.Details : ResponseCodeDetails.OfTruncated(stream.Flag);
            throw new TruncatedResponseException();
        }

        if (stream.Context.Response.HasStarted || IsEarlyResponse(failure.Error, stream))
        {
            return;
        }

        if ((stream.BodyRejection ?? lifetime.StoppedWith ?? UpstreamFailure.ReplyTo(failure, lifetime)) is { } response)
        {
            stream.UpstreamTransportFailureReason = UpstreamFailure.TransportFailureOf(failure, response);
            await localReplies.WriteAsync(stream.UpstreamTransportFailureReason is { } reason ? response.Because(reason) : response, stream);
        }
        else
        {
            stream.Flag = stream.AbandonedFlag;
            stream.ResponseCodeDetails = ResponseCodeDetails.OfTruncated(stream.Flag);
            stream.HasNoResponse = true;
        }
    }

    // The upstream responded without reading all of the request. The response is valid; only the rest of the request is lost.
    private static bool IsEarlyResponse(ForwarderError error, StreamInfo stream) =>
        error is ForwarderError.RequestBodyClient or ForwarderError.RequestBodyDestination or ForwarderError.RequestBodyCanceled
        && stream.LastAttempt is { StatusCode: > 0 } attempt && attempt.StatusCode == stream.Context.Response.StatusCode;

    private void EndStream(StreamInfo stream, DownstreamConnection? connection)
    {
        stream.End();
        foreach (var observer in _observers)
        {
            observer.OnCompleted(stream);
        }

        if (connection is null)
        {
            stream.Dispose();
        }
        else
        {
            connection.Return(stream);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Unhandled exception while proxying a request.")]
    private partial void LogUnhandled(Exception exception);
}
