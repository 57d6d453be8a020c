namespace ZipkinMesh.Proxy.Tracing;

/// <summary>What the B3 headers of a request say.</summary>
internal readonly record struct ExtractedContext(ExtractedContext.State Outcome, bool? Sampled, string TraceId, string SpanId, string? ParentId)
{
    public enum State
    {
        /// <summary>No span to join; there may be a sampling decision all the same.</summary>
        None,

        /// <summary>The ids of the caller's span.</summary>
        Joined,

        /// <summary>
        /// Headers that can't be read. Envoy leaves such a request untraced and its headers alone
        /// (seen; cases "trace id not hex", "b3 single, unreadable").
        /// </summary>
        Unreadable,
    }

    public static ExtractedContext Root(bool? sampled) => new(State.None, sampled, "", "", null);

    public static ExtractedContext Unreadable { get; } = new(State.Unreadable, null, "", "", null);

    /// <remarks>An all-zero trace or span id counts as none: Zipkin refuses a whole message for one.</remarks>
    public static ExtractedContext From(bool? sampled, string traceId, string spanId, string? parentId) =>
        traceId == B3Id.Zero || spanId == B3Id.Zero
            ? Root(sampled)
            : new(State.Joined, sampled, traceId, spanId, parentId == B3Id.Zero ? null : parentId);
}
