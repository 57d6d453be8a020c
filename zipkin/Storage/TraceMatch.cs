namespace ZipkinMesh.Zipkin.Storage;

/// <summary>A trace that a search has found.</summary>
/// <param name="Trace">Its spans; others too, when an upper half of the id is told.</param>
/// <param name="High">The upper half of its id; null: whatever it is.</param>
/// <param name="LatestMs">Its latest millisecond in the window.</param>
internal readonly record struct TraceMatch(PackedTrace Trace, ulong? High, long LatestMs);
