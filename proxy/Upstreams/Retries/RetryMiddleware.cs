using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Upstreams.CircuitBreakers;
using ZipkinMesh.Proxy.Upstreams.Failures;

namespace ZipkinMesh.Proxy.Upstreams.Retries;

/// <summary>
/// Retries requests under the policy of their route. A response that is to be retried is discarded when its headers arrive
/// (<see cref="RetryState.TryRetry"/>); nothing has been sent to the client then. A retry prefers destinations that weren't tried, as
/// Envoy's <c>previous_hosts</c> does. Runs before YARP selects a destination.
/// </summary>
internal sealed class RetryMiddleware(RequestDelegate next, ClusterResourcesTable table, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context)
    {
        var stream = context.Features.Get<StreamInfo>()!;
        return stream.Route!.Retry is { } policy ? RetryAsync(context, stream, policy) : next(context);
    }

    private async Task RetryAsync(HttpContext context, StreamInfo stream, RetryPolicy policy)
    {
        var body = KeepBody(context, policy);
        var state = new RetryState(policy, stream, table.Get(context.GetRouteModel().Cluster!), body);
        context.Features.Set(state);
        try
        {
            await TryAsync(context, stream, policy, state);
        }
        finally
        {
            state.End();
        }

        if (state.Retries > 0)
        {
            if (!state.HasGivenUp && stream.LastAttempt is { StatusCode: > 0 })
            {
                stream.Route!.Counters.RetrySuccesses.Increment();
            }

            UpstreamFailure.DescribeRetries(context);
        }
    }

    private async Task TryAsync(HttpContext context, StreamInfo stream, RetryPolicy policy, RetryState state)
    {
        var proxy = context.GetReverseProxyFeature();
        var available = proxy.AvailableDestinations;
        var tried = new List<DestinationState>();
        while (true)
        {
            stream.Lifetime.BeginTry(policy.PerTryTimeout);
            await next(context);
            stream.LastAttempt?.End();
            if (stream.Lifetime.HasTryTimedOut)
            {
                stream.Route!.Counters.PerTryTimeouts.Increment();
                stream.Route.Counters.CountTimeout(stream.LastAttempt!.Address);
            }

            if (!IsRetried(context, state) || !await PauseAsync(state.Begin(), stream))
            {
                return;
            }

            if (proxy.ProxiedDestination is { } failed)
            {
                tried.Add(failed);
            }

            var untried = Destinations.Untried(tried, available, available);
            Destinations.Reset(context, untried.Count > 0 ? untried : available);
        }
    }

    private static bool IsRetried(HttpContext context, RetryState state)
    {
        if (state.IsPending)
        {
            return true;
        }

        if (context.Features.Get<IForwarderErrorFeature>() is not { } failure || !UpstreamFailure.IsReset(context, failure))
        {
            return false;
        }

        UpstreamFailure.MarkAttempt(context, failure);
        return state.TryRetryReset(UpstreamFailure.IsConnectFailure(context), ResetReason.IsRefusedStream(ResetReason.CauseOf(failure)));
    }

    // Waits a random part of the interval, so that clients that failed together don't come back together.
    private async Task<bool> PauseAsync(TimeSpan interval, StreamInfo stream)
    {
        try
        {
            stream.Lifetime.BeginTry(TimeSpan.Zero);
            await Task.Delay(interval * Random.Shared.NextDouble(), time, stream.Lifetime.RequestAborted);
            return true;
        }
        catch (OperationCanceledException)
        {
            stream.Context.Features.Set<IForwarderErrorFeature>(new LocalFailure(ForwarderError.RequestCanceled, null));
            return false;
        }
    }

    private static ReplayableBody? KeepBody(HttpContext context, RetryPolicy policy)
    {
        if (policy.Conditions == RetryConditions.None || context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return null;
        }

        var body = new ReplayableBody(context.Request.Body);
        context.Request.Body = body;
        return body;
    }
}
