namespace ZipkinMesh.Proxy.Streams;

/// <summary>
/// A span's place in a trace, as it goes over the wire. Ids are written as <c>B3Id</c> says.
/// </summary>
/// <param name="TraceId">16 digits, or 32 when the high half is not zero.</param>
/// <param name="SpanId">16 digits.</param>
/// <param name="ParentId">16 digits, or null at the root of a trace.</param>
/// <param name="Sampled">Whether the span is recorded.</param>
internal readonly record struct SpanIdentity(string TraceId, string SpanId, string? ParentId, bool Sampled);
