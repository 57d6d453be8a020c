using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Upstreams.CircuitBreakers;

namespace ZipkinMesh.Proxy.Upstreams.Retries;

/// <summary>Decides for one request, under the policy of its route, which failures are retried. It is a feature of the request.</summary>
internal sealed class RetryState(RetryPolicy policy, StreamInfo stream, ClusterResources resources, ReplayableBody? body)
{
    private bool _isCounted;

    /// <summary>Gets the number of retries that have been begun.</summary>
    public int Retries { get; private set; }

    /// <summary>Gets a value indicating that a retry has been decided on, and the response of the last try is discarded.</summary>
    public bool IsPending { get; private set; }

    /// <summary>Gets a value indicating that the last try failed, and couldn't be retried.</summary>
    public bool HasGivenUp { get; private set; }

    /// <summary>Decides whether a response is discarded, and the request retried.</summary>
    public bool TryRetry(int status) => policy.Matches(status) && TryBegin();

    /// <summary>Decides whether a request is retried after a try that ended without a response.</summary>
    public bool TryRetryReset(bool isConnectFailure, bool isRefusedStream) =>
        policy.MatchesReset(isConnectFailure, isRefusedStream) && TryBegin();

    /// <summary>Begins the retry that was decided on.</summary>
    /// <returns>The longest pause before it.</returns>
    public TimeSpan Begin()
    {
        IsPending = false;
        body?.Rewind();
        return policy.IntervalOf(Retries++);
    }

    /// <summary>Ends the last retry.</summary>
    public void End()
    {
        if (_isCounted)
        {
            _isCounted = false;
            resources.EndRetry();
        }
    }

    private bool TryBegin()
    {
        End();
        HasGivenUp = true;
        if (body is { IsComplete: false })
        {
            return false;
        }

        if (Retries == policy.NumRetries)
        {
            resources.Counters.RetryLimitsExceeded.Increment();
            stream.Flag = ResponseFlags.UpstreamRetryLimitExceeded;
            return false;
        }

        _isCounted = resources.TryBeginRetry();
        (_isCounted ? resources.Counters.Retries : resources.Counters.RetryOverflows).Increment();
        if (!_isCounted)
        {
            stream.Flag = ResponseFlags.UpstreamOverflow;
        }

        HasGivenUp = !_isCounted;
        IsPending = _isCounted;
        return _isCounted;
    }
}
