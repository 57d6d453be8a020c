using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Model;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>
/// Names and ends the spans of tries to forward a request, with Envoy's tags (each of them observed on Envoy 1.40):
/// <code>
/// component         proxy
/// upstream_cluster  service1                  (also as upstream_cluster.name)
/// upstream_address  172.31.81.3:8000          (also as peer.address)
/// http.protocol     HTTP/1.1                  (- without a connection)
/// http.status_code  200                       (0 without a response)
/// response_flags    UC
/// retry.count       1                         (from the second try on)
/// canceled          true                      (the proxy gave the try up: it took too long, or its response is retried)
/// error             true                      (5xx, or no response, or a truncated one)
/// error.reason      connection termination    (the connection failed)
/// </code>
/// </summary>
internal static class UpstreamSpan
{
    private static readonly Action<StreamInfo, UpstreamAttempt> EndOne = End;

    /// <summary>Ends the spans of all tries.</summary>
    public static void EndAll(StreamInfo stream) => stream.EndAttempts(EndOne);

    private static void End(StreamInfo stream, UpstreamAttempt attempt)
    {
        if (attempt.Span is not { } span)
        {
            return;
        }

        var settings = stream.Tracing!;
        var cluster = stream.Route!.Cluster;
        span.DisplayName = settings.UpstreamOperation is { } format && format(stream) is { Length: > 0 } name ? name : $"router {cluster} egress";
        span.AddTag("component", "proxy");
        span.AddTag("upstream_cluster", cluster);
        span.AddTag("upstream_cluster.name", cluster);
        AddAddress(span, attempt);
        AddOutcome(span, stream, attempt);
        SpanTags.AddCustom(span, stream);
        if (settings.Verbose)
        {
            SpanTimes.AddUpstream(span, stream, attempt);
        }

        if (attempt.EndTimestamp != 0)
        {
            // Not from the beginning of the attempt, which is a little earlier than that of the span: the next span would overlap.
            span.SetEndTime(DateTime.UtcNow - Stopwatch.GetElapsedTime(attempt.EndTimestamp));
        }

        attempt.SpanIdentity!.End(span);
    }

    private static void AddAddress(Activity span, UpstreamAttempt attempt)
    {
        attempt.Split(out var host, out var port);
        var address = $"{host}:{port}";
        span.AddTag("upstream_address", address);
        span.AddTag("peer.address", address);
    }

    private static void AddOutcome(Activity span, StreamInfo stream, UpstreamAttempt attempt)
    {
        var index = stream.Attempts.TakeWhile(other => other != attempt).Count();
        var isLast = index == stream.Attempts.Count - 1;
        var isTruncated = isLast && stream.Lifetime.IsResponseTruncated;
        var reason = isTruncated ? LocalReply.ResetReasonOf(stream.Flag) : attempt.Failure?.ResetReason;
        var isPerTryTimeout = attempt.Failure == LocalReply.PerTryTimeout;
        span.AddTag("http.protocol", ProtocolOf(stream, attempt));
        span.AddTag("http.status_code", attempt.StatusCode.ToString(CultureInfo.InvariantCulture));
        span.AddTag("response_flags", isTruncated && reason is not null ? stream.Flag : reason is not null || isPerTryTimeout ? attempt.Flag : ResponseFlags.None);
        if (index > 0)
        {
            span.AddTag("retry.count", index.ToString(CultureInfo.InvariantCulture));
        }

        if (reason is null && (attempt.StatusCode == 0 || isTruncated || !isLast))
        {
            span.AddTag("canceled", "true");
        }

        if (reason is not null || attempt.StatusCode is 0 or (>= 500 and < 600))
        {
            span.AddTag("error", "true");
            span.SetStatus(ActivityStatusCode.Error);
        }

        if (reason is not null)
        {
            span.AddTag("error.reason", reason);
        }
    }

    // Without a response, the protocol is the one that the cluster prefers.
    private static string ProtocolOf(StreamInfo stream, UpstreamAttempt attempt) => attempt switch
    {
        { Protocol: { } protocol } => protocol,
        { Flag: ResponseFlags.UpstreamConnectionFailure } => ResponseFlags.None,
        _ => stream.Context.Features.Get<IReverseProxyFeature>()?.Cluster.Config.HttpRequest?.Version is { Major: 2 } two
            ? HttpProtocol.GetHttpProtocol(two)
            : HttpProtocol.Http11,
    };
}
