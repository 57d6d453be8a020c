namespace ZipkinMesh.Zipkin.Storage;

/// <summary>What a store contains.</summary>
/// <param name="Spans">The number of spans.</param>
/// <param name="Traces">The number of traces.</param>
/// <param name="Bytes">Their size in memory, in bytes.</param>
/// <param name="Evicted">What was evicted since the start.</param>
internal readonly record struct StoredCounts(int Spans, int Traces, long Bytes, EvictedSpans Evicted);
