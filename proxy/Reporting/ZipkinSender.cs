using System.Net;
using System.Net.Http;
using System.Text;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;
using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Reporting;

/// <summary>
/// Posts spans to the collector cluster, to its available destinations in turn. The cluster's HTTP client writes no tracing headers, so
/// posts aren't traced themselves.
/// </summary>
internal sealed class ZipkinSender(IProxyStateLookup proxy, ClusterCountersTable counters, TracingOptions options, TimeProvider time)
{
    // Envoy's tracing.zipkin.request_timeout.
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    // An HTTP client that didn't heed its cancellation would otherwise hold the reporting thread.
    private static readonly TimeSpan CancellationTime = TimeSpan.FromSeconds(1);

    // For the start of an error's body. Only with a server error does the body matter for more than the log (WrappedTooLarge).
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ServerErrorBodyTimeout = TimeSpan.FromSeconds(1);
    private const int BodyLength = 1024;

    // Zipkin's HTTP server refuses a large body with 413, which Zipkin turns into a 500 (observed on Zipkin 3.6).
    private const string WrappedTooLarge = "413 Request Entity Too Large";

    private int _turn;

    /// <summary>
    /// Posts spans and waits for the response. The whole exchange takes 5 s at most. The status of a success is enough; of an error, the
    /// beginning of the body is read.
    /// </summary>
    /// <param name="spans">The spans, separated by commas.</param>
    /// <param name="cancel">A token that ends the exchange early.</param>
    public PostResult Post(ReadOnlyMemory<byte> spans, CancellationToken cancel)
    {
        if (!proxy.TryGetCluster(options.CollectorCluster, out var cluster)
            || cluster.DestinationsState.AvailableDestinations is not { Count: > 0 } destinations)
        {
            return new PostResult(PostOutcome.Unavailable, $"cluster {options.CollectorCluster} has no address");
        }

        var destination = destinations[(int)((uint)_turn++ % (uint)destinations.Count)];
        var content = new SpanListContent(spans);
        var exchange = ExchangeAsync(cluster.Model.HttpClient, destination, content, cancel);
        return exchange.Wait(RequestTimeout + CancellationTime, CancellationToken.None) ? exchange.Result : Fail(destination, content, "didn't respond in time", hasTimedOut: true);
    }

    private async Task<PostResult> ExchangeAsync(HttpMessageInvoker client, DestinationState destination, SpanListContent content, CancellationToken cancel)
    {
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            timeout.CancelAfter(RequestTimeout);
            using var request = CreateRequest(destination, content);

            // Disposing the response drains a short body in the background, and closes the connection of a long or endless one.
            using var response = await client.SendAsync(request, timeout.Token).ConfigureAwait(false);
            counters.Get(options.CollectorCluster).Responses.Increment((int)response.StatusCode);
            return response.IsSuccessStatusCode
                ? new PostResult(PostOutcome.Accepted)
                : Classify(destination, response, await ReadStartAsync(response, timeout).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            return Fail(destination, content, "didn't respond in time", hasTimedOut: true);
        }
        catch (Exception e)
        {
            return Fail(destination, content, RemoteText.ForLog(e.Message), hasTimedOut: false);
        }
    }

    private HttpRequestMessage CreateRequest(DestinationState destination, SpanListContent content)
    {
        var config = destination.Model.Config;
        var request = new HttpRequestMessage(HttpMethod.Post, config.Address.TrimEnd('/') + options.CollectorEndpoint)
        {
            Version = HttpVersion.Version11,
            Content = content,
        };
        if (!string.IsNullOrEmpty(config.Host))
        {
            request.Headers.Host = config.Host;
        }

        return request;
    }

    private static async Task<string> ReadStartAsync(HttpResponseMessage response, CancellationTokenSource timeout)
    {
        timeout.CancelAfter((int)response.StatusCode >= 500 ? ServerErrorBodyTimeout : BodyTimeout);
        var buffer = new byte[BodyLength];
        var length = 0;
        try
        {
            var body = await response.Content.ReadAsStreamAsync(timeout.Token).ConfigureAwait(false);
            while (length < buffer.Length && await body.ReadAsync(buffer.AsMemory(length), timeout.Token).ConfigureAwait(false) is > 0 and var count)
            {
                length += count;
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            // The body is for the log; what has arrived must do.
        }

        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private PostResult Classify(DestinationState destination, HttpResponseMessage response, string body)
    {
        var status = response.StatusCode;
        var outcome = status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity
                || ((int)status >= 500 && body.Contains(WrappedTooLarge, StringComparison.OrdinalIgnoreCase)) ? PostOutcome.BadSpans
            : status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500 ? PostOutcome.Unavailable
            : PostOutcome.Rejected;
        var retryAfter = response.Headers.RetryAfter;
        return new PostResult(
            outcome,
            $"{(int)status} from {destination.Model.Config.Address} {RemoteText.ForLog(body)}".TrimEnd(),
            retryAfter?.Delta ?? (retryAfter?.Date is { } date ? date - time.GetUtcNow() : null));
    }

    // Like Envoy, a post without a response counts as if it had got the local reply of a request.
    private PostResult Fail(DestinationState destination, SpanListContent content, string problem, bool hasTimedOut)
    {
        var isInterrupted = content.IsStarted && !(hasTimedOut && content.IsWritten);
        var cluster = counters.Get(options.CollectorCluster);
        cluster.Responses.Increment(hasTimedOut ? 504 : 503);
        if (hasTimedOut)
        {
            cluster.Timeouts.Increment();
        }

        return new PostResult(isInterrupted ? PostOutcome.Interrupted : PostOutcome.Unavailable, $"{destination.Model.Config.Address} {problem}");
    }
}
