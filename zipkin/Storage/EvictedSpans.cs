namespace ZipkinMesh.Zipkin.Storage;

/// <summary>What was evicted since the start.</summary>
/// <param name="Spans">The number of spans.</param>
/// <param name="Traces">The number of traces.</param>
internal readonly record struct EvictedSpans(long Spans, long Traces)
{
    /// <summary>Adds a trace with a number of spans.</summary>
    public EvictedSpans Add(int spans) => new(Spans + spans, Traces + 1);
}
