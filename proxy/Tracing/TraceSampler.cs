using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Options;

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
/// <item>x-client-trace-id forces sampling, in <see cref="TracingOptions.ClientSampling"/> percent of the requests.</item>
/// <item>x-envoy-force-trace of an internal client forces sampling.</item>
/// <item>Other requests are sampled in <see cref="TracingOptions.RandomSampling"/> percent, by the number in the id, so that every
/// proxy on the path decides alike.</item>
/// <item>Of all these, <see cref="TracingOptions.OverallSampling"/> percent remain sampled, by the same number.</item>
/// </list>
/// </remarks>
internal sealed class TraceSampler(SamplingPercentages percentages)
{
    /// <summary>Decides, and stores the reason in the request's id, which is created if the request has none.</summary>
    /// <returns>True when this proxy samples the request.</returns>
    public bool Decide(RequestHeaders headers, out string id)
    {
        ulong number;
        TraceReason reason;
        if (RequestId.Read(headers) is not { } given)
        {
            number = RequestId.NextNumber();
            reason = ReasonFor(headers, number, TraceReason.NotTraceable);
            id = RequestId.Create((uint)number, reason);
        }
        else if (RequestId.TryGetNumber(given, out number))
        {
            var stored = RequestId.ReadReason(given);
            reason = ReasonFor(headers, number, stored);
            id = reason == stored ? given : RequestId.WithReason(given, reason);
        }
        else
        {
            reason = TraceReason.NotTraceable;
            id = given;
        }

        headers[HeaderField.RequestId] = id;
        return reason != TraceReason.NotTraceable;
    }

    private TraceReason ReasonFor(RequestHeaders headers, ulong number, TraceReason stored)
    {
        var share = number % RuntimePercentage.Scale;
        return share >= percentages.Overall.Scaled ? TraceReason.NotTraceable
            : stored != TraceReason.NotTraceable ? stored
            : headers.Has(HeaderField.ClientTraceId) && DrawShare() < percentages.Client.Scaled ? TraceReason.ClientForced
            : headers.ForceTrace ? TraceReason.ServiceForced
            : share < percentages.Random.Scaled ? TraceReason.Sampling
            : TraceReason.NotTraceable;
    }

    // Envoy draws a random number for the client's share, instead of taking it from the id.
    private static ulong DrawShare() => (ulong)Random.Shared.Next(RuntimePercentage.Scale);
}
