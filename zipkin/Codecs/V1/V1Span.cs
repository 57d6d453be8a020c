using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.V1;

/// <summary>A span in the v1 format. One span describes both sides of a call; the endpoint of each annotation identifies the side.</summary>
internal sealed class V1Span
{
    /// <summary>Gets or sets the trace id; the default value means absent.</summary>
    public TraceId TraceId { get; set; }

    public ulong ParentId { get; set; }

    public ulong Id { get; set; }

    public string? Name { get; set; }

    public long Timestamp { get; set; }

    public long Duration { get; set; }

    public bool Debug { get; set; }

    public List<V1Annotation> Annotations { get; } = [];

    public List<V1BinaryAnnotation> BinaryAnnotations { get; } = [];
}
