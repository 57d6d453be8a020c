using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.V1;

/// <summary>A span in the old format: one for both sides of a call, told apart by the endpoints of its annotations.</summary>
internal sealed class V1Span
{
    /// <summary>None is zero.</summary>
    public TraceId TraceId { get; set; }

    public ulong ParentId { get; set; }

    public ulong Id { get; set; }

    public string? Name { get; set; }

    public long Timestamp { get; set; }

    public long Duration { get; set; }

    public bool Debug { get; set; }

    public List<V1Annotation> Annotations { get; } = [];

    public List<V1Tag> Tags { get; } = [];
}
