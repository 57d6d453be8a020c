using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>
/// Decides whether this proxy samples a request. A sampling decision in the trace context of the request takes precedence.
/// </summary>
/// <remarks>
/// The steps are those of Envoy
/// (https://github.com/envoyproxy/envoy/blob/v1.36.0/source/common/http/conn_manager_utility.cc, mutateTracingRequestHeader):
/// <list type="number">
/// <item>A request whose id has no number isn't sampled.</item>
/// <item>A reason that the id already carries is kept.</item>
/// <item>x-client-trace-id forces sampling, in <see cref="ListenerTracingOptions.ClientSampling"/> percent of the requests.</item>
/// <item>x-envoy-force-trace of an internal client forces sampling.</item>
/// <item>Other requests are sampled in <see cref="ListenerTracingOptions.RandomSampling"/> percent, by the number in the id, so that every
/// proxy on the path decides alike.</item>
/// <item>Of all these, <see cref="ListenerTracingOptions.OverallSampling"/> percent remain sampled, by the same number.</item>
/// </list>
/// <see cref="TracingOptions.MaxTracesPerSecond"/>, which Envoy doesn't have, then limits those that are sampled by chance.
/// Without <see cref="ListenerTracingOptions.UseRequestIdForTraceSampling"/> none of them applies: the proxy samples every request.
/// </remarks>
internal sealed class TraceSampler(SamplingPercentages percentages, TraceRateLimit? limit = null)
{
    /// <summary>Decides, and stores the reason in the request's id, which is created if the request has none.</summary>
    /// <param name="headers">The headers of the request.</param>
    /// <param name="settings">The options of the listener or the route.</param>
    /// <param name="isUndecided">True when the trace context has no sampling decision, so that this one counts.</param>
    /// <param name="id">The request's id.</param>
    /// <returns>True when this proxy samples the request.</returns>
    public bool Decide(RequestHeaders headers, TracingSettings settings, bool isUndecided, out string id)
    {
        if (!settings.UseRequestIdForTraceSampling)
        {
            id = RequestId.Ensure(headers);
            return !isUndecided || IsWithinLimit();
        }

        ulong number;
        TraceReason reason;
        if (RequestId.Read(headers) is not { } given)
        {
            number = RequestId.NextNumber();
            reason = ReasonFor(headers, settings, isUndecided, number, TraceReason.NotTraceable);
            id = RequestId.Create((uint)number, settings.PackTraceReason ? reason : TraceReason.NotTraceable);
        }
        else if (RequestId.TryGetNumber(given, out number))
        {
            var stored = settings.PackTraceReason ? RequestId.ReadReason(given) : TraceReason.NotTraceable;
            reason = ReasonFor(headers, settings, isUndecided, number, stored);
            id = reason == stored || !settings.PackTraceReason ? given : RequestId.WithReason(given, reason);
        }
        else
        {
            reason = TraceReason.NotTraceable;
            id = given;
        }

        headers[HeaderField.RequestId] = id;
        return reason != TraceReason.NotTraceable;
    }

    private TraceReason ReasonFor(RequestHeaders headers, TracingSettings settings, bool isUndecided, ulong number, TraceReason stored)
    {
        var share = number % RuntimePercentage.Scale;
        return share >= percentages.Overall.Effective(settings.OverallSampling) ? TraceReason.NotTraceable
            : stored != TraceReason.NotTraceable ? stored
            : headers.Has(HeaderField.ClientTraceId) && DrawShare() < percentages.Client.Effective(settings.ClientSampling) ? TraceReason.ClientForced
            : headers.ForceTrace ? TraceReason.ServiceForced
            : share < percentages.Random.Effective(settings.RandomSampling) && (!isUndecided || IsWithinLimit()) ? TraceReason.Sampling
            : TraceReason.NotTraceable;
    }

    private bool IsWithinLimit() => limit is null || limit.TryTake();

    // Envoy draws a random number for the client's share, instead of taking it from the id.
    private static ulong DrawShare() => (ulong)Random.Shared.Next(RuntimePercentage.Scale);
}
