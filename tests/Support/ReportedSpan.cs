namespace ZipkinMesh.Tests.Support;

/// <summary>Represents a span as the collector reads it from Zipkin v2 JSON.</summary>
internal sealed record ReportedSpan(
    string TraceId,
    string Id,
    string? ParentId,
    string Kind,
    string Name,
    long Timestamp,
    long Duration,
    bool? Shared,
    ReportedSpan.Endpoint LocalEndpoint,
    ReportedSpan.Annotation[] Annotations,
    Dictionary<string, string> Tags)
{
    /// <summary>Gets the Envoy response flags.</summary>
    public string Flags => Tags["response_flags"];

    public override string ToString() =>
        $"{Name} {Kind} trace {TraceId} id {Id} parent {ParentId ?? "-"}\n{string.Join('\n', Tags.Select(tag => $"  {tag.Key}: {tag.Value}"))}";

    public sealed record Endpoint(string ServiceName, string Ipv4);

    public sealed record Annotation(long Timestamp, string Value);
}
