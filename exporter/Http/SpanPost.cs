using System.Net;
using System.Text;
using ZipkinMesh.Exporter.Reporting;

namespace ZipkinMesh.Exporter.Http;

/// <summary>Posts spans to the address of a collector, and classifies the response.</summary>
/// <param name="timeout">The longest time that the whole exchange may take.</param>
/// <param name="time">The clock for <c>Retry-After</c>.</param>
internal sealed class SpanPost(TimeSpan timeout, TimeProvider time)
{
    // An HTTP client that didn't heed its cancellation would otherwise hold the reporting thread.
    private static readonly TimeSpan CancellationTime = TimeSpan.FromSeconds(1);

    // For the start of an error's body. Only with a server error does the body matter for more than the log (WrappedTooLarge).
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ServerErrorBodyTimeout = TimeSpan.FromSeconds(1);
    private const int BodyLength = 1024;

    // Zipkin's HTTP server refuses a large body with 413, which Zipkin turns into a 500 (observed on Zipkin 3.6).
    private const string WrappedTooLarge = "413 Request Entity Too Large";

    /// <summary>
    /// Posts spans and waits for the response. The status of a success is enough; of an error, the beginning of the body is read.
    /// </summary>
    /// <param name="client">The HTTP client. It must write no tracing headers, so that posts aren't traced themselves.</param>
    /// <param name="url">The URL of the collector.</param>
    /// <param name="host">The Host header; null or empty for the host of the URL.</param>
    /// <param name="spans">The spans, separated by commas.</param>
    /// <param name="cancel">A token that ends the exchange early.</param>
    public PostResult Send(HttpMessageInvoker client, Uri url, string? host, ReadOnlyMemory<byte> spans, CancellationToken cancel)
    {
        var content = new SpanListContent(spans);
        var exchange = ExchangeAsync(client, url, host, content, cancel);
        return exchange.Wait(timeout + CancellationTime, CancellationToken.None) ? exchange.Result : FailInTime(url, content);
    }

    private async Task<PostResult> ExchangeAsync(HttpMessageInvoker client, Uri url, string? host, SpanListContent content, CancellationToken cancel)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(timeout);
            using var request = CreateRequest(url, host, content);

            // Disposing the response drains a short body in the background, and closes the connection of a long or endless one.
            using var response = await SendAsync(client, request, limit.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode
                ? new PostResult(PostOutcome.Accepted, Status: (int)response.StatusCode)
                : Classify(url, response, await ReadStartAsync(response, limit).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            return FailInTime(url, content);
        }
        catch (Exception e)
        {
            return Fail(url, content.IsStarted, RemoteText.ForLog(e.Message));
        }
    }

    private static HttpRequestMessage CreateRequest(Uri url, string? host, SpanListContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Version = HttpVersion.Version11,
            Content = content,
        };
        if (!string.IsNullOrEmpty(host))
        {
            request.Headers.Host = host;
        }

        return request;
    }

    // An HttpClient reads the whole body unless it is told not to; the other clients never do.
    private static Task<HttpResponseMessage> SendAsync(HttpMessageInvoker client, HttpRequestMessage request, CancellationToken cancel) =>
        client is HttpClient whole ? whole.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel) : client.SendAsync(request, cancel);

    private static async Task<string> ReadStartAsync(HttpResponseMessage response, CancellationTokenSource limit)
    {
        limit.CancelAfter((int)response.StatusCode >= 500 ? ServerErrorBodyTimeout : BodyTimeout);
        var buffer = new byte[BodyLength];
        var length = 0;
        try
        {
            var body = await response.Content.ReadAsStreamAsync(limit.Token).ConfigureAwait(false);
            while (length < buffer.Length && await body.ReadAsync(buffer.AsMemory(length), limit.Token).ConfigureAwait(false) is > 0 and var count)
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

    private PostResult Classify(Uri url, HttpResponseMessage response, string body)
    {
        var status = response.StatusCode;
        var outcome = status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity
                || ((int)status >= 500 && body.Contains(WrappedTooLarge, StringComparison.OrdinalIgnoreCase)) ? PostOutcome.BadSpans
            : status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500 ? PostOutcome.Unavailable
            : PostOutcome.Rejected;
        var retryAfter = response.Headers.RetryAfter;
        return new PostResult(
            outcome,
            $"{(int)status} from {NameOf(url)} {RemoteText.ForLog(body)}".TrimEnd(),
            retryAfter?.Delta ?? (retryAfter?.Date is { } date ? date - time.GetUtcNow() : null),
            (int)status);
    }

    private static PostResult FailInTime(Uri url, SpanListContent content) =>
        Fail(url, content.IsStarted && !content.IsWritten, "didn't respond in time") with { HasTimedOut = true };

    private static PostResult Fail(Uri url, bool isInterrupted, string problem) =>
        new(isInterrupted ? PostOutcome.Interrupted : PostOutcome.Unavailable, $"{NameOf(url)} {problem}");

    // Without the path, and without a password.
    private static string NameOf(Uri url) => url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
}
