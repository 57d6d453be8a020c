using Yarp.ReverseProxy;
using ZipkinMesh.Exporter.Http;
using ZipkinMesh.Exporter.Reporting;
using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Reporting;

/// <summary>
/// Posts spans to the collector cluster, to its available destinations in turn. The cluster's HTTP client writes no tracing headers, so
/// posts aren't traced themselves.
/// </summary>
internal sealed class ZipkinSender(IProxyStateLookup proxy, ClusterCountersTable counters, TracingOptions options, TimeProvider time) : ISpanSender
{
    // Envoy's tracing.zipkin.request_timeout.
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    private readonly SpanPost _post = new(RequestTimeout, time);
    private int _turn;

    /// <summary>Posts spans and waits for the response. The whole exchange takes 5 s at most.</summary>
    public PostResult Post(ReadOnlyMemory<byte> spans, CancellationToken cancel)
    {
        if (!proxy.TryGetCluster(options.CollectorCluster, out var cluster)
            || cluster.DestinationsState.AvailableDestinations is not { Count: > 0 } destinations)
        {
            return new PostResult(PostOutcome.Unavailable, $"cluster {options.CollectorCluster} has no address");
        }

        var destination = destinations[(int)((uint)_turn++ % (uint)destinations.Count)].Model.Config;
        var url = new Uri(destination.Address.TrimEnd('/') + options.CollectorEndpoint);
        var result = _post.Send(cluster.Model.HttpClient, url, destination.Host, spans, cancel);
        Count(result);
        return result;
    }

    // Like Envoy, a post without a response counts as if it had got the local reply of a request.
    private void Count(in PostResult result)
    {
        var cluster = counters.Get(options.CollectorCluster);
        cluster.Responses.Increment(result.Status ?? (result.HasTimedOut ? 504 : 503));
        if (result.HasTimedOut)
        {
            cluster.Timeouts.Increment();
        }
    }
}
