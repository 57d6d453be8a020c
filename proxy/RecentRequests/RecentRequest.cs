using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.RecentRequests;

/// <summary>Represents a finished request. Long texts of clients are cut.</summary>
internal sealed record RecentRequest
{
    public required DateTimeOffset StartTime { get; init; }

    public required TimeSpan Duration { get; init; }

    public required string Listener { get; init; }

    public required string Method { get; init; }

    public required string Host { get; init; }

    /// <summary>Gets the path and the query, as the client wrote them.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the status code of the response; 0 when there is none.</summary>
    public required int StatusCode { get; init; }

    /// <summary>Gets the response flags, those of <see cref="ResponseFlags"/>, separated by commas.</summary>
    public required string Flag { get; init; }

    /// <summary>Gets Envoy's response code details; null for none.</summary>
    public required string? Details { get; init; }

    /// <summary>Gets the cluster that the request was forwarded to; null for none.</summary>
    public required string? Cluster { get; init; }

    /// <summary>Gets the time from the first attempt to the head of the upstream's response; null without one.</summary>
    public required TimeSpan? UpstreamServiceTime { get; init; }

    /// <summary>Gets the attempts to forward the request, in their order.</summary>
    public required IReadOnlyList<RecentAttempt> Attempts { get; init; }

    public required string RequestId { get; init; }

    /// <summary>Gets the trace id; empty when the request has no trace context.</summary>
    public required string TraceId { get; init; }

    public required string SpanId { get; init; }

    /// <summary>Gets a value indicating that a span was recorded.</summary>
    public required bool IsSampled { get; init; }
}
