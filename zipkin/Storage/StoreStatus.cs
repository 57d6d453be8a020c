namespace ZipkinMesh.Zipkin.Storage;

/// <summary>What the store contains, and its limits.</summary>
/// <param name="Spans">The number of spans.</param>
/// <param name="MaxSpans">The maximum number of spans.</param>
/// <param name="Traces">The number of traces.</param>
/// <param name="Bytes">The size of the spans and their names in memory.</param>
/// <param name="MaxBytes">The maximum size.</param>
/// <param name="OldestTime">The time of the oldest span in microseconds; null when there is none.</param>
/// <param name="Evicted">What was evicted since the start.</param>
internal readonly record struct StoreStatus(int Spans, int MaxSpans, int Traces, long Bytes, long MaxBytes, long? OldestTime, EvictedSpans Evicted);
