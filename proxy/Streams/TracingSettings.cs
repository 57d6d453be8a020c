namespace ZipkinMesh.Proxy.Streams;

/// <summary>
/// Holds the options of tracing for the requests of a listener, or of a route that has options of its own. They are compiled when the
/// configuration is read: a request follows one reference, and finds null for what isn't configured. The options are described in
/// <c>ListenerTracingOptions</c>.
/// </summary>
internal sealed record TracingSettings
{
    public required bool TraceId128Bit { get; init; }

    public required bool SharedSpanContext { get; init; }

    /// <summary>Gets a value indicating that the span of a request is a SERVER span, whatever the direction of the listener.</summary>
    public required bool SplitSpansForRequest { get; init; }

    public required bool SpawnUpstreamSpan { get; init; }

    /// <summary>Gets a value indicating that W3C's trace context is read and written beside B3.</summary>
    public required bool PropagatesW3C { get; init; }

    /// <summary>Gets the percentage in hundredths, as the other ones.</summary>
    public required uint ClientSampling { get; init; }

    public required uint RandomSampling { get; init; }

    public required uint OverallSampling { get; init; }

    /// <summary>Gets the requests whose spans are recorded though they aren't sampled; null for none.</summary>
    public KeptRequests? Kept { get; init; }

    public required int MaxPathTagLength { get; init; }

    public required bool Verbose { get; init; }

    public required bool UseRequestIdForTraceSampling { get; init; }

    public required bool PackTraceReason { get; init; }

    /// <summary>Gets the function that names the spans of requests; null when the route's operation does.</summary>
    public Func<StreamInfo, string>? Operation { get; init; }

    /// <summary>Gets the function that names the spans of tries; null for the default.</summary>
    public Func<StreamInfo, string>? UpstreamOperation { get; init; }

    /// <summary>Gets the tags, ordered by their names; null for none.</summary>
    public IReadOnlyList<CustomTag>? CustomTags { get; init; }
}
