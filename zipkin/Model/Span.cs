namespace ZipkinMesh.Zipkin.Model;

/// <summary>
/// What one side has to tell of one operation, normalised. Times are microseconds; 0 is absent.
/// Two that are equal in every field are one span, however often they were sent.
/// </summary>
internal sealed class Span : IEquatable<Span>
{
    public required TraceId TraceId { get; init; }

    /// <summary>0 at a root.</summary>
    public ulong ParentId { get; init; }

    /// <summary>Both sides of a call may have the same.</summary>
    public required ulong Id { get; init; }

    public SpanKind Kind { get; init; }

    public string? Name { get; init; }

    public long Timestamp { get; init; }

    public long Duration { get; init; }

    public SpanEndpoint? Local { get; init; }

    public SpanEndpoint? Remote { get; init; }

    /// <summary>By time, then text; none twice.</summary>
    public Annotation[] Annotations { get; init; } = [];

    /// <summary>By key; no key twice.</summary>
    public KeyValuePair<string, string>[] Tags { get; init; } = [];

    public bool Debug { get; init; }

    /// <summary>The server's half of a call whose client reports a span with the same id.</summary>
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
