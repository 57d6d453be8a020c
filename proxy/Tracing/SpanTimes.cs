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
        var start = stream.StartTime.UtcDateTime;
        if ((stream.RequestDuration ?? (HasNoBody(stream) ? TimeSpan.Zero : null)) is { } received)
        {
            Add(span, "last_downstream_rx_byte_received", start + received);
        }

        if (stream.LastAttempt is { } attempt)
        {
            AddUpstream(span, stream, attempt);
        }

        if (stream.ResponseTimestamp != 0)
        {
            Add(span, "first_downstream_tx_byte_sent", start + Since(stream, stream.ResponseTimestamp));
        }

        if (stream.IsComplete)
        {
            Add(span, "last_downstream_tx_byte_sent", start + stream.Duration);
        }
    }

    /// <summary>Adds the times of a try.</summary>
    public static void AddUpstream(Activity span, StreamInfo stream, UpstreamAttempt attempt)
    {
        if (attempt.Flag == ResponseFlags.UpstreamConnectionFailure)
        {
            return;
        }

        var start = stream.StartTime.UtcDateTime;
        var begin = Since(stream, attempt.StartTimestamp);
        Add(span, "first_upstream_tx_byte_sent", start + begin);
        if (stream.RequestDuration is { } received)
        {
            Add(span, "last_upstream_tx_byte_sent", start + (received > begin ? received : begin));
        }

        if (attempt.ResponseTimestamp == 0)
        {
            return;
        }

        Add(span, "first_upstream_rx_byte_received", start + Since(stream, attempt.ResponseTimestamp));
        if (attempt == stream.Attempts[^1] && stream.IsComplete)
        {
            Add(span, "last_upstream_rx_byte_received", start + (attempt.EndTimestamp == 0 ? stream.Duration : Since(stream, attempt.EndTimestamp)));
        }
    }

    private static TimeSpan Since(StreamInfo stream, long timestamp) => Stopwatch.GetElapsedTime(stream.StartTimestamp, timestamp);

    private static bool HasNoBody(StreamInfo stream) =>
        stream.Context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false };

    // The request began some microseconds before its span.
    private static void Add(Activity span, string name, DateTime time) =>
        span.AddEvent(new ActivityEvent(name, time > span.StartTimeUtc ? time : span.StartTimeUtc));
}
