namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// What a search asks for. The answer holds whole traces, the newest first: by the latest span in the window, then by trace id.
/// A trace is in the window when its root's time is, or its earliest, and some span's. With a service the other criteria
/// are looked for on its spans only; each may be met by another one of them.
/// </summary>
internal sealed record TraceQuery
{
    public required TimeWindow Window { get; init; }

    public required int Limit { get; init; }

    public string? Service { get; init; }

    public string? RemoteService { get; init; }

    public string? SpanName { get; init; }

    public AnnotationQuery Annotations { get; init; } = AnnotationQuery.Parse(null);

    /// <summary>Of one span, in microseconds, both included; 0 is none.</summary>
    public long MinDuration { get; init; }

    public long MaxDuration { get; init; } = long.MaxValue;

    /// <summary>Whether ids that agree in the low half only are different traces.</summary>
    public bool IsStrict { get; init; } = true;
}
