namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// The criteria of a search. The result contains whole traces, newest first: ordered by the latest span in the window, then by trace id. A
/// trace is in the window when a span is in it and so is the timestamp of the root, or the earliest timestamp when there is no root. With a
/// service, the other criteria apply to its spans only; each may match on a different one of them.
/// </summary>
internal sealed record TraceQuery
{
    public required TimeWindow Window { get; init; }

    public required int Limit { get; init; }

    public string? Service { get; init; }

    public string? RemoteService { get; init; }

    public string? SpanName { get; init; }

    public AnnotationQuery Annotations { get; init; } = AnnotationQuery.Parse(null);

    /// <summary>Gets the tags and annotations that no span of a matching trace has.</summary>
    public AnnotationQuery Excluded { get; init; } = AnnotationQuery.Parse(null);

    /// <summary>Gets the minimum duration of a span in microseconds, inclusive; 0 means no limit.</summary>
    public long MinDuration { get; init; }

    /// <summary>Gets the maximum duration of a span in microseconds, inclusive.</summary>
    public long MaxDuration { get; init; } = long.MaxValue;

    /// <summary>Gets a value indicating whether all 128 bits of a trace id identify a trace, instead of the low 64 bits.</summary>
    public bool StrictTraceId { get; init; } = true;
}
