using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// What a search asks for. The answer holds whole traces. With a service the other criteria are looked for on
/// its spans only; each may be met by another one of them.
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

    /// <summary>Newest first: by the latest span in the window, then by trace id.</summary>
    public List<Span[]> Run(SpanStore store) =>
    [
        .. store.Traces(Window, Service)
            .SelectMany(ById)
            .Where(Matches)
            .OrderByDescending(trace => trace.Where(Window.Holds).Max(span => span.Timestamp / 1000))
            .ThenByDescending(trace => HexId.Low64(trace[0].TraceId), StringComparer.Ordinal)
            .Take(Limit),
    ];

    /// <summary>Whether ids that agree in the low half only are different traces.</summary>
    public bool IsStrict { get; init; } = true;

    private IEnumerable<Span[]> ById(Span[] spans) =>
        !IsStrict || spans.All(span => span.TraceId == spans[0].TraceId) ? [spans] : spans.GroupBy(span => span.TraceId).Select(group => group.ToArray());

    private bool Matches(Span[] trace)
    {
        if (!trace.Any(Window.Holds) || !Window.HoldsMicroseconds(Start(trace)))
        {
            return false;
        }

        var spans = Service is null ? trace : [.. trace.Where(span => span.Local?.ServiceName == Service)];
        return spans.Length > 0
            && (SpanName is null || spans.Any(span => span.Name == SpanName))
            && (RemoteService is null || spans.Any(span => span.Remote?.ServiceName == RemoteService))
            && (MinDuration == 0 || spans.Any(span => span.Duration >= MinDuration && span.Duration <= MaxDuration))
            && Annotations.IsMetBy(spans);
    }

    // The root's time, if there is one that has it: a trace whose root is before the window is not found by a late child.
    private static long Start(Span[] trace)
    {
        var timed = trace.Where(span => span.Timestamp > 0);
        return timed.FirstOrDefault(span => span.ParentId is null)?.Timestamp ?? timed.Min(span => span.Timestamp);
    }
}
