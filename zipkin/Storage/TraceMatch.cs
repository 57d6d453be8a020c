namespace ZipkinMesh.Zipkin.Storage;

/// <summary>A trace that matches a query.</summary>
/// <param name="Trace">The spans of the trace.</param>
/// <param name="LatestMs">The latest millisecond of the trace in the window.</param>
internal readonly record struct TraceMatch(PackedTrace Trace, long LatestMs);
