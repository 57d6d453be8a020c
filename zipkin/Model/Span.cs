namespace ZipkinMesh.Zipkin.Model;

/// <summary>
/// One side of an operation, normalized. Times are in microseconds; 0 means absent. Spans that are equal in every field are duplicates.
/// </summary>
internal sealed class Span : IEquatable<Span>
{
    public required TraceId TraceId { get; init; }

    /// <summary>Gets the id of the parent; 0 for a root span.</summary>
    public ulong ParentId { get; init; }

    /// <summary>Gets the id. The client and server spans of a call may share it.</summary>
    public required ulong Id { get; init; }

    public SpanKind Kind { get; init; }

    public string? Name { get; init; }

    public long Timestamp { get; init; }

    public long Duration { get; init; }

    public SpanEndpoint? Local { get; init; }

    public SpanEndpoint? Remote { get; init; }

    /// <summary>Gets the annotations, ordered by time, then by value, without duplicates.</summary>
    public Annotation[] Annotations { get; init; } = [];

    /// <summary>Gets the tags, ordered by key, without duplicate keys.</summary>
    public KeyValuePair<string, string>[] Tags { get; init; } = [];

    public bool Debug { get; init; }

    /// <summary>Gets a value indicating whether this is the server span of a call whose client reports a span with the same id.</summary>
    public bool Shared { get; init; }

    public bool HasTag(string key)
    {
        foreach (var tag in Tags)
        {
            if (tag.Key == key)
            {
                return true;
            }
        }

        return false;
    }

    public bool Equals(Span? other) =>
        other is not null
        && (TraceId, ParentId, Id, Kind, Name) == (other.TraceId, other.ParentId, other.Id, other.Kind, other.Name)
        && (Timestamp, Duration, Local, Remote) == (other.Timestamp, other.Duration, other.Local, other.Remote)
        && (Debug, Shared) == (other.Debug, other.Shared)
        && Annotations.AsSpan().SequenceEqual(other.Annotations)
        && Tags.AsSpan().SequenceEqual(other.Tags);

    public override bool Equals(object? obj) => Equals(obj as Span);

    public override int GetHashCode() => HashCode.Combine(TraceId, Id, Kind, Timestamp, Duration, Name, Shared, Tags.Length);
}
