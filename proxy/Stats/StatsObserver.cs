using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Proxy.Stats;

/// <summary>
/// Counts finished requests where Envoy does; observed on Envoy 1.40. A response that has begun counts by its status, even when it couldn't be
/// finished; a request without a response only counts as reset.
/// </summary>
internal sealed class StatsObserver(MeshMeter meter) : IStreamObserver
{
    public void OnCompleted(StreamInfo stream)
    {
        var counters = stream.Listener.Counters;
        var status = stream.StatusCode;
        var isTruncated = stream.IsForwarded && (stream.Lifetime.IsResponseTruncated || stream.Lifetime.IsTunnel);
        if (status > 0)
        {
            counters.Responses.Increment(status);
            CountReason(counters, stream.RequestId);
        }

        if (!ReferenceEquals(stream.Flag, ResponseFlags.None) || status == 0 || isTruncated)
        {
            CountFailure(counters, stream, isTruncated);
        }

        if (stream.IsForwarded)
        {
            counters.RoutedRequests.Increment();
            if (stream.Lifetime.StoppedWith is { } reply)
            {
                CountStopped(counters, reply);
            }

            if (stream.UpgradeType is not null)
            {
                counters.UpgradesEnded.Increment();
            }

            CountForwarded(stream, status, isTruncated);
        }

        if (status > 0 && !isTruncated && meter.DownstreamRequestTime.Enabled)
        {
            meter.DownstreamRequestTime.Record(stream.Duration.TotalMilliseconds, MeshMeter.TagOf(stream.Listener));
        }

        counters.RequestsEnded.Increment();
    }

    private void CountForwarded(StreamInfo stream, int status, bool isTruncated)
    {
        var cluster = stream.Route!.Counters;
        if (status > 0)
        {
            // A local reply to a gRPC call counts as what it is to other requests.
            cluster.Responses.Increment(stream.LocalReply?.Status ?? status);
        }

        // Local replies don't count.
        if (!isTruncated && stream.LastAttempt is { StatusCode: > 0 } && meter.UpstreamRequestTime.Enabled)
        {
            meter.UpstreamRequestTime.Record(stream.UpstreamDuration.TotalMilliseconds, MeshMeter.TagOf(cluster));
        }
    }

    private static void CountFailure(ListenerCounters counters, StreamInfo stream, bool isTruncated)
    {
        var isMalformed = Has(stream, ResponseFlags.DownstreamProtocolError);
        if (isMalformed)
        {
            counters.ProtocolErrors.Increment();
        }

        if (isMalformed || isTruncated || stream.StatusCode == 0)
        {
            counters.ReceivedResets.Increment();
        }

        if (isTruncated && !Has(stream, ResponseFlags.DownstreamDisconnect) && !Has(stream, ResponseFlags.DownstreamRemoteReset))
        {
            counters.SentResets.Increment();
        }

        if (Has(stream, ResponseFlags.StreamIdleTimeout))
        {
            counters.IdleRequests.Increment();
        }

        if (Has(stream, ResponseFlags.NoRoute))
        {
            counters.RoutedRequests.Increment();
            counters.UnmatchedRequests.Increment();
        }

        if (stream.IsForwarded && stream.Lifetime.HasTimedOut && Has(stream, ResponseFlags.UpstreamTimeout))
        {
            stream.Route!.Counters.Timeouts.Increment();
            if (stream.LastAttempt is { } attempt)
            {
                stream.Route.Counters.CountTimeout(attempt.Address);
            }
        }
    }

    private static void CountStopped(ListenerCounters counters, LocalReply reply)
    {
        if (reply == LocalReply.RequestTimeout)
        {
            counters.RequestTimeouts.Increment();
        }
        else if (reply == LocalReply.RequestDuration || reply == LocalReply.ResponseDuration)
        {
            counters.RequestDurations.Increment();
        }
    }

    private static void CountReason(ListenerCounters counters, string requestId)
    {
        var counter = RequestId.ReadReason(requestId) switch
        {
            TraceReason.Sampling => counters.RandomlySampled,
            TraceReason.ServiceForced => counters.ServiceForced,
            TraceReason.ClientForced => counters.ClientForced,
            _ => counters.NotTraceable,
        };
        counter.Increment();
    }

    private static bool Has(StreamInfo stream, string flag) => stream.Flag.Contains(flag, StringComparison.Ordinal);
}
