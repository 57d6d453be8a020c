namespace ZipkinMesh.Proxy.Tracing;

/// <summary>Represents the trace context that a request arrived with.</summary>
internal readonly record struct ExtractedContext(ExtractedContext.State Outcome, bool? Sampled, string TraceId, string SpanId, string? ParentId)
{
    public enum State
    {
        /// <summary>No span to join; a sampling decision may be present nevertheless.</summary>
        None,

        /// <summary>The caller's span, to join or to be the parent.</summary>
        Joined,

        /// <summary>
        /// Headers that can't be parsed. Envoy 1.40 doesn't trace such a request, and forwards its headers unchanged (observed for
        /// ids that aren't hexadecimal and for malformed <c>b3</c> headers).
        /// </summary>
        Unreadable,
    }

    public static ExtractedContext Root(bool? sampled) => new(State.None, sampled, "", "", null);

    public static ExtractedContext Unreadable { get; } = new(State.Unreadable, null, "", "", null);

    /// <remarks>An all-zero trace or span id counts as absent: Zipkin rejects a whole message because of one.</remarks>
    public static ExtractedContext From(bool? sampled, string traceId, string spanId, string? parentId) =>
        traceId == B3Id.Zero || spanId == B3Id.Zero
            ? Root(sampled)
            : new(State.Joined, sampled, traceId, spanId, parentId == B3Id.Zero ? null : parentId);
}
