namespace ZipkinMesh.Zipkin.Storage;

/// <summary>A trace that may match a query.</summary>
/// <param name="Trace">The spans of the trace.</param>
/// <param name="Rank">Its place in the result, or an earlier one: the latest millisecond in the window is known after matching.</param>
internal readonly record struct TraceCandidate(PackedTrace Trace, TraceRank Rank);
