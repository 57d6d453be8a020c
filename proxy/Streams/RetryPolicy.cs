namespace ZipkinMesh.Proxy.Streams;

/// <summary>Represents the retry policy of a route. The options it is made of are described in <c>RouteMetadataOptions</c>.</summary>
/// <param name="Conditions">The failures after which a request is sent again.</param>
/// <param name="NumRetries">The number of times that a request is sent again.</param>
/// <param name="PerTryTimeout">The longest time of one try; zero for no limit.</param>
/// <param name="StatusCodes">The status codes of <see cref="RetryConditions.RetriableStatusCodes"/>.</param>
/// <param name="BaseInterval">The longest pause before the first retry.</param>
/// <param name="MaxInterval">The longest pause before any retry.</param>
internal sealed record RetryPolicy(
    RetryConditions Conditions,
    int NumRetries,
    TimeSpan PerTryTimeout,
    IReadOnlyList<int> StatusCodes,
    TimeSpan BaseInterval,
    TimeSpan MaxInterval)
{
    /// <summary>Returns true when a response with the status is a failure to retry.</summary>
    public bool Matches(int status) =>
        (status >= 500 && Has(RetryConditions.ServerError))
        || (status is 502 or 503 or 504 && Has(RetryConditions.GatewayError))
        || (Has(RetryConditions.RetriableStatusCodes) && StatusCodes.Contains(status));

    /// <summary>Returns true when a try that ended without a response is a failure to retry.</summary>
    /// <param name="isConnectFailure">The connection couldn't be opened, so nothing has been sent.</param>
    /// <param name="isRefusedStream">The upstream refused the stream of an HTTP/2 connection.</param>
    public bool MatchesReset(bool isConnectFailure, bool isRefusedStream) =>
        Has(RetryConditions.Reset | RetryConditions.GatewayError | RetryConditions.ServerError)
        || (isConnectFailure && Has(RetryConditions.ConnectFailure | RetryConditions.ResetBeforeRequest))
        || (isRefusedStream && Has(RetryConditions.RefusedStream));

    /// <summary>Returns the longest pause before a retry, of which a random part is waited.</summary>
    /// <param name="retry">The number of the retry, from 0.</param>
    public TimeSpan IntervalOf(int retry)
    {
        var ticks = BaseInterval.Ticks * Math.Pow(2, retry);
        return ticks < MaxInterval.Ticks ? TimeSpan.FromTicks((long)ticks) : MaxInterval;
    }

    private bool Has(RetryConditions any) => (Conditions & any) != 0;
}
