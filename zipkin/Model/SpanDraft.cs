namespace ZipkinMesh.Zipkin.Model;

/// <summary>A span while it is read. What is left out of it, or normalised, is decided here.</summary>
internal sealed class SpanDraft
{
    private const int MaxPort = 65535;

    public string? TraceId { get; set; }

    public string? ParentId { get; set; }

    public string? Id { get; set; }

    public SpanKind Kind { get; set; }

    public string? Name { get; set; }

    public long Timestamp { get; set; }

    public long Duration { get; set; }

    public SpanEndpoint? Local { get; set; }

    public SpanEndpoint? Remote { get; set; }

    public List<Annotation> Annotations { get; } = [];

    public SortedDictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    public bool Debug { get; set; }

    public bool Shared { get; set; }

    /// <exception cref="RefusedException"/>
    public Span Build()
    {
        if (TraceId is null || Id is null)
        {
            throw new RefusedException($"Missing :{(TraceId is null ? " traceId" : "")}{(Id is null ? " id" : "")}");
        }

        return new Span
        {
            TraceId = TraceId,
            // A span is not its own parent.
            ParentId = ParentId == Id ? null : ParentId,
            Id = Id,
            Kind = Kind,
            Name = Lower(Name),
            Timestamp = Math.Max(Timestamp, 0),
            Duration = Math.Max(Duration, 0),
            Local = Local,
            Remote = Remote,
            Annotations = [.. Annotations.Distinct().OrderBy(a => a.Timestamp).ThenBy(a => a.Value, StringComparer.Ordinal)],
            Tags = [.. Tags],
            Debug = Debug,
            // Sharing is the server's to tell: the client owns the id.
            Shared = Shared && Kind != SpanKind.Client,
        };
    }

    /// <summary>Names are compared and shown in lower case; an empty one is none.</summary>
    public static string? Lower(string? name) => string.IsNullOrEmpty(name) ? null : name.ToLowerInvariant();

    /// <summary>Null when nothing is known of it.</summary>
    /// <exception cref="RefusedException"/>
    public static SpanEndpoint? Endpoint(string? service, string? ipv4, string? ipv6, long port)
    {
        if (port > MaxPort)
        {
            throw new RefusedException($"invalid port {port}");
        }

        return service is null && ipv4 is null && ipv6 is null && port <= 0 ? null : new(service, ipv4, ipv6, (int)Math.Max(port, 0));
    }
}
