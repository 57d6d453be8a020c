namespace ZipkinMesh.Tests.Support;

/// <summary>Represents a span as an OTLP collector reads it.</summary>
/// <param name="TraceId">32 hex digits.</param>
/// <param name="SpanId">16 hex digits.</param>
/// <param name="ParentId">16 hex digits; empty at the root of a trace.</param>
/// <param name="Kind">SERVER or CLIENT.</param>
/// <param name="Start">The start, in nanoseconds since 1970.</param>
/// <param name="End">The end, in nanoseconds since 1970.</param>
/// <param name="Attributes">The attributes: strings, numbers and booleans.</param>
/// <param name="IsError">True when the status is an error.</param>
/// <param name="Flags">The flags of the trace.</param>
/// <param name="Scope">The name of the source.</param>
/// <param name="Resource">The attributes of the resource.</param>
internal sealed record OtlpSpan(
    string TraceId,
    string SpanId,
    string ParentId,
    string Name,
    string Kind,
    ulong Start,
    ulong End,
    IReadOnlyDictionary<string, object> Attributes,
    bool IsError,
    uint Flags,
    string Scope,
    IReadOnlyDictionary<string, object> Resource)
{
    public override string ToString() =>
        $"{Name} {Kind} trace {TraceId} id {SpanId} parent {ParentId}\n{string.Join('\n', Attributes.Select(attribute => $"  {attribute.Key}: {attribute.Value}"))}";
}
