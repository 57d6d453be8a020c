using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>
/// Adds to spans, as annotations under Envoy's names, when the first and last bytes of request and response passed (Envoy's
/// <c>verbose</c>). What didn't happen has no annotation.
/// </summary>
internal static class SpanTimes
{
    /// <summary>Adds the times of a request.</summary>
    public static void Add(Activity span, StreamInfo stream)
    {
        var received = stream.RequestDuration ?? (HasNoBody(stream) ? TimeSpan.Zero : null);
        if (received is { } time)
        {
            Add(span, "last_downstream_rx_byte_received", span.StartTimeUtc + time);
        }

        if (stream.LastAttempt is { } attempt)
        {
            AddUpstream(span, stream, attempt);
        }

        if (stream.ResponseTimestamp != 0)
        {
            Add(span, "first_downstream_tx_byte_sent", TimeOf(stream.ResponseTimestamp, span, stream));
        }

        if (stream.IsComplete)
        {
            Add(span, "last_downstream_tx_byte_sent", span.StartTimeUtc + stream.Duration);
        }
    }

    /// <summary>Adds the times of a try.</summary>
    public static void AddUpstream(Activity span, StreamInfo stream, UpstreamAttempt attempt)
    {
        if (attempt.Flag == ResponseFlags.UpstreamConnectionFailure)
        {
            return;
        }

        var start = stream.Span!;
        var sent = TimeOf(attempt.StartTimestamp, start, stream);
        Add(span, "first_upstream_tx_byte_sent", sent);
        if (stream.RequestDuration is { } received)
        {
            var end = start.StartTimeUtc + received;
            Add(span, "last_upstream_tx_byte_sent", end > sent ? end : sent);
        }

        if (attempt.ResponseTimestamp == 0)
        {
            return;
        }

        Add(span, "first_upstream_rx_byte_received", TimeOf(attempt.ResponseTimestamp, start, stream));
        if (attempt == stream.Attempts[^1] && stream.IsComplete)
        {
            Add(span, "last_upstream_rx_byte_received", attempt.EndTimestamp == 0 ? start.StartTimeUtc + stream.Duration : TimeOf(attempt.EndTimestamp, start, stream));
        }
    }

    // The span of the request began with it.
    private static DateTime TimeOf(long timestamp, Activity request, StreamInfo stream) =>
        request.StartTimeUtc + Stopwatch.GetElapsedTime(stream.StartTimestamp, timestamp);

    private static bool HasNoBody(StreamInfo stream) =>
        stream.Context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false };

    private static void Add(Activity span, string name, DateTime time) => span.AddEvent(new ActivityEvent(name, time));
}
