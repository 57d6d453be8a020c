using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Upstreams.Failures;

namespace ZipkinMesh.Proxy.Upstreams.Retries;

/// <summary>
/// Sends a request to another destination when the connection to the selected one couldn't be opened: nothing has been sent then, so
/// nothing can happen twice. A safe request without a body is also sent to another destination, once, when the connection ended without a
/// response. Applies to routes without a retry policy. Runs before YARP selects a destination.
/// </summary>
internal sealed class FailoverMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        context.Features.Get<StreamInfo>()!.Route is { Retry: null, HasFailover: true } ? RetryAsync(context) : next(context);

    private async Task RetryAsync(HttpContext context)
    {
        var proxy = context.GetReverseProxyFeature();
        var available = proxy.AvailableDestinations;
        await next(context);

        List<DestinationState>? tried = null;
        var mayRepeat = true;
        while (context.Features.Get<IForwarderErrorFeature>() is { } failure && !context.RequestAborted.IsCancellationRequested)
        {
            var isConnectFailure = UpstreamFailure.IsConnectFailure(context);
            if (!isConnectFailure && !(mayRepeat && IsRepeatable(context, failure)))
            {
                return;
            }

            if (proxy.ProxiedDestination is { } failed)
            {
                (tried ??= []).Add(failed);
            }

            if (tried is null || Destinations.Untried(tried, available, proxy.AllDestinations) is not { Count: > 0 } untried)
            {
                return;
            }

            mayRepeat &= isConnectFailure;
            context.Features.Get<StreamInfo>()!.Route!.Counters.Retries.Increment();
            UpstreamFailure.MarkAttempt(context, failure);
            context.Features.Get<StreamInfo>()!.LastAttempt?.End();
            Destinations.Reset(context, untried);
            await next(context);
        }

        if (tried is not null && context.Features.Get<StreamInfo>() is { Route: { } route, LastAttempt.StatusCode: > 0 })
        {
            route.Counters.RetrySuccesses.Increment();
        }
    }

    private static bool IsRepeatable(HttpContext context, IForwarderErrorFeature failure)
    {
        var method = context.Request.Method;
        return (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method))
            && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }
            && UpstreamFailure.IsReset(context, failure)
            && UpstreamFailure.ReplyTo(failure, timedOut: false) == LocalReply.ConnectionTermination;
    }
}
