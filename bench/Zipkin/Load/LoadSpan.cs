namespace ZipkinMesh.Bench.Zipkin.Load;

/// <summary>Represents a span as a proxy of the mesh reports it. Times are in microseconds.</summary>
internal sealed record LoadSpan(
    ulong TraceId,
    ulong Id,
    ulong ParentId,
    bool IsClient,
    string Name,
    long Timestamp,
    long Duration,
    string Service,
    byte Host,
    KeyValuePair<string, string>[] Tags,
    string? Annotation);
