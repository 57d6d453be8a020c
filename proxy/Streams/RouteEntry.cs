using System.Collections.Frozen;
using System.Globalization;
using ZipkinMesh.Proxy.Counters;

namespace ZipkinMesh.Proxy.Streams;

/// <summary>Represents a route as the request path uses it. The options it is made of are described in <c>RouteMetadataOptions</c>.</summary>
/// <param name="Cluster">The cluster that receives the requests.</param>
/// <param name="Listener">The listener whose requests the route takes.</param>
/// <param name="Operation">
/// The name of the spans, without operators; null names a span after the request's host, as Envoy does without a decorator.
/// </param>
/// <param name="Prefix">The prefix of the path, compared byte for byte.</param>
/// <param name="Timeout">The time from the end of the request to the end of the response; zero for no timeout.</param>
/// <param name="ResponseHeadersFromRequest">Request headers that are added, as forwarded, to every response.</param>
internal sealed record RouteEntry(
    string Cluster,
    string Listener,
    string? Operation,
    string Prefix,
    TimeSpan Timeout,
    IReadOnlyList<string> ResponseHeadersFromRequest)
{
    /// <summary>Gets the counts of the cluster.</summary>
    public required ClusterCounters Counters { get; init; }

    /// <summary>Gets the key of the route in <c>ReverseProxy:Routes</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>Gets the options of tracing; null when the listener's apply.</summary>
    public TracingSettings? Tracing { get; init; }

    /// <summary>Gets the policy under which requests are retried; null for none.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>Gets the time without a byte after which a request is stopped, zero for no limit; null when the listener's applies.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Gets the longest time of a request and its response, zero for no limit; null when the listener's applies.</summary>
    public TimeSpan? MaxStreamDuration { get; init; }

    /// <summary>Gets the longest time that <c>grpc-timeout</c> can ask for, zero for any; null when the header has no effect.</summary>
    public TimeSpan? GrpcTimeoutMax { get; init; }

    /// <summary>Gets the protocols that a connection can be upgraded to; null when the listener's apply.</summary>
    public FrozenSet<string>? UpgradeTypes { get; init; }

    /// <summary>Gets a value indicating that a request may be sent to another destination without a policy.</summary>
    public bool HasFailover { get; init; } = true;

    /// <summary>
    /// Gets the timeout of the first try in milliseconds, for x-envoy-expected-rq-timeout-ms; null without a timeout.
    /// </summary>
    public string? ExpectedTimeout => field ??= ExpectedTimeoutAfter(TimeSpan.Zero);

    /// <summary>Returns the timeout of a try that begins after some time, in milliseconds; null without a timeout.</summary>
    public string? ExpectedTimeoutAfter(TimeSpan elapsed)
    {
        var remaining = Timeout - elapsed;
        var perTry = Retry?.PerTryTimeout ?? TimeSpan.Zero;
        if (perTry > TimeSpan.Zero && (perTry < remaining || Timeout == TimeSpan.Zero))
        {
            remaining = perTry;
        }

        return remaining > TimeSpan.Zero ? Math.Round(remaining.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) : null;
    }
}
