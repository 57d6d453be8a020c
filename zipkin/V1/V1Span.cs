namespace ZipkinMesh.Zipkin.V1;

/// <summary>A span in the old format: one for both sides of a call, told apart by the endpoints of its annotations.</summary>
internal sealed class V1Span
{
    public string? TraceId { get; set; }

    public string? ParentId { get; set; }

    public string? Id { get; set; }

    public string? Name { get; set; }

    public long Timestamp { get; set; }

    public long Duration { get; set; }

    public bool Debug { get; set; }

    public List<V1Annotation> Annotations { get; } = [];

    public List<V1Tag> Tags { get; } = [];
}
