using System.Diagnostics;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.RecentRequests;

/// <summary>Holds what is shown of a finished request. Texts of clients are cut, so that the memory is bounded.</summary>
/// <remarks>It refers to strings that exist already, so keeping a request allocates nothing.</remarks>
internal readonly struct RecentRequest
{
    /// <summary>The number of characters that are kept of a text.</summary>
    public const int MaxTextLength = 256;

    private readonly long _start;
    private readonly UpstreamAttempt? _lastAttempt;
    private readonly UpstreamAttempt[] _earlierAttempts;

    public RecentRequest(StreamInfo stream)
    {
        var context = stream.Context;
        _start = stream.StartTimestamp;
        _lastAttempt = stream.LastAttempt;
        _earlierAttempts = stream.Attempts.Count > 1 ? [.. stream.Attempts.SkipLast(1)] : [];
        Listener = stream.Listener.Name;
        Method = context.Request.Method;
        Host = Cut(RequestTarget.HostOf(context));
        Path = Cut(RequestTarget.PathOf(context));
        StatusCode = stream.StatusCode;
        Flag = stream.Flag;
        Details = stream.ResponseCodeDetails;
        Duration = stream.Duration;
        UpstreamServiceTime = stream.UpstreamServiceTime;
        Cluster = stream.IsForwarded ? stream.Route!.Cluster : null;
        RequestId = Cut(stream.RequestId);
        Identity = stream.SpanIdentity;
    }

    public string Listener { get; }

    public string Method { get; }

    public string Host { get; }

    /// <summary>Gets the path and the query, as the client wrote them.</summary>
    public string Path { get; }

    /// <summary>Gets the status code of the response; 0 when there is none.</summary>
    public int StatusCode { get; }

    /// <summary>Gets the response flags, those of <see cref="ResponseFlags"/>, separated by commas.</summary>
    public string Flag { get; }

    /// <summary>Gets Envoy's response code details; null for none.</summary>
    public string? Details { get; }

    public TimeSpan Duration { get; }

    /// <summary>Gets the time from the first attempt to the head of the upstream's response; null without one.</summary>
    public TimeSpan? UpstreamServiceTime { get; }

    /// <summary>Gets the cluster that the request was forwarded to; null for none.</summary>
    public string? Cluster { get; }

    public string RequestId { get; }

    /// <summary>Gets the identity of the span, sampled or not; null when the request has no trace context.</summary>
    public SpanIdentity? Identity { get; }

    /// <summary>Gets the time at which the request head had been received, in UTC.</summary>
    public DateTimeOffset StartTime => DateTimeOffset.UtcNow - Stopwatch.GetElapsedTime(_start);

    /// <summary>Gets the attempts to forward the request, in their order.</summary>
    public IReadOnlyList<UpstreamAttempt> Attempts => _lastAttempt is null ? [] : [.. _earlierAttempts, _lastAttempt];

    private static string Cut(string text) => text.Length <= MaxTextLength ? text : string.Concat(text.AsSpan(0, MaxTextLength), "…");
}
