namespace ZipkinMesh.Zipkin.Storage;

/// <summary>A trace that matches a query.</summary>
/// <param name="Trace">The spans; when <paramref name="High"/> is set, also those of other traces with the same low half.</param>
/// <param name="High">The high half of the trace id; null when only the low half identifies the trace.</param>
/// <param name="LatestMs">The latest millisecond of the trace in the window.</param>
internal readonly record struct TraceMatch(PackedTrace Trace, ulong? High, long LatestMs);
