using System.Runtime.InteropServices;
using System.Text;

namespace ZipkinMesh.Zipkin.Model;

/// <summary>Collects the fields of a span while it is decoded, and normalizes them.</summary>
/// <param name="budget">The memory of the message; null means no limit.</param>
internal sealed class SpanBuilder(DecodeBudget? budget = null)
{
    private const int MaxPort = 65535;

    // Above it, inserting takes longer than a tree.
    private const int MaxInsertedTags = 100;

    // In the order received, with duplicate keys; Build sorts them.
    private readonly List<KeyValuePair<string, string>> _tags = [];

    /// <summary>Gets or sets the trace id; the default value means absent.</summary>
    public TraceId TraceId { get; set; }

    public ulong ParentId { get; set; }

    public ulong Id { get; set; }

    public SpanKind Kind { get; set; }

    public string? Name { get; set; }

    public long Timestamp { get; set; }

    public long Duration { get; set; }

    public SpanEndpoint? Local { get; set; }

    public SpanEndpoint? Remote { get; set; }

    public List<Annotation> Annotations { get; } = [];

    public bool Debug { get; set; }

    public bool Shared { get; set; }

    /// <summary>Adds a tag. Of a duplicate key, the last value is kept.</summary>
    public void AddTag(string key, string value)
    {
        budget?.Add(DecodeBudget.TagBytes);
        _tags.Add(new(key, value));
    }

    public void AddAnnotation(long timestamp, string value)
    {
        budget?.Add(DecodeBudget.AnnotationBytes);
        Annotations.Add(new(timestamp, value));
    }

    public void ClearTags() => _tags.Clear();

    /// <summary>Resets all fields, so that the builder can be used for another span.</summary>
    public void Clear()
    {
        (TraceId, ParentId, Id, Kind, Name) = (default, 0, 0, SpanKind.None, null);
        (Timestamp, Duration, Local, Remote, Debug, Shared) = (0, 0, null, null, false, false);
        Annotations.Clear();
        _tags.Clear();
    }

    /// <summary>Builds the normalized span.</summary>
    /// <exception cref="InvalidSpanException"/>
    public Span Build()
    {
        if (TraceId == default || Id == 0)
        {
            throw new InvalidSpanException($"Missing :{(TraceId == default ? " traceId" : "")}{(Id == 0 ? " id" : "")}");
        }

        budget?.Add(DecodeBudget.SpanBytes);
        return new Span
        {
            TraceId = TraceId,
            // A span can't be its own parent.
            ParentId = ParentId == Id ? 0 : ParentId,
            Id = Id,
            Kind = Kind,
            Name = Lower(Name),
            Timestamp = Math.Max(Timestamp, 0),
            Duration = Math.Max(Duration, 0),
            Local = Local,
            Remote = Remote,
            Annotations = Annotations.Count == 0 ? [] : [.. Annotations.Distinct().OrderBy(a => a.Timestamp).ThenBy(a => a.Value, StringComparer.Ordinal)],
            Tags = SortedTags(),
            Debug = Debug,
            // Only a server joins an id: the client owns it.
            Shared = Shared && Kind != SpanKind.Client,
        };
    }

    // Most tracers send the tags in order, or nearly so.
    private KeyValuePair<string, string>[] SortedTags()
    {
        var tags = CollectionsMarshal.AsSpan(_tags);
        var sorted = 0;
        while (sorted < tags.Length && (sorted == 0 || string.CompareOrdinal(tags[sorted - 1].Key, tags[sorted].Key) < 0))
        {
            sorted++;
        }

        if (tags.Length - sorted > MaxInsertedTags)
        {
            return SortManyTags();
        }

        foreach (var tag in tags[sorted..])
        {
            sorted = InsertTag(tags, sorted, tag);
        }

        return tags[..sorted].ToArray();
    }

    // Inserts a tag into the sorted ones at the start of the tags; returns the number of sorted tags.
    private static int InsertTag(Span<KeyValuePair<string, string>> tags, int sorted, KeyValuePair<string, string> tag)
    {
        var (low, high) = (0, sorted);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(tags[middle].Key, tag.Key);
            if (order == 0)
            {
                tags[middle] = tag;
                return sorted;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle);
        }

        tags[low..sorted].CopyTo(tags[(low + 1)..]);
        tags[low] = tag;
        return sorted + 1;
    }

    private KeyValuePair<string, string>[] SortManyTags()
    {
        var last = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in _tags)
        {
            last[key] = value;
        }

        return [.. last];
    }

    /// <summary>Returns a service or span name in lower case, as names are stored and searched; null when it is empty.</summary>
    public static string? Lower(string? name) => string.IsNullOrEmpty(name) ? null
        // Nearly all names are in lower case already, and this check is faster than ToLowerInvariant.
        : Ascii.IsValid(name) && !name.AsSpan().ContainsAnyInRange('A', 'Z') ? name
        : name.ToLowerInvariant();

    /// <summary>Creates an endpoint; returns null when all of its fields are absent.</summary>
    /// <exception cref="InvalidSpanException"/>
    public static SpanEndpoint? Endpoint(string? service, string? ipv4, string? ipv6, long port)
    {
        if (port > MaxPort)
        {
            throw new InvalidSpanException($"invalid port {port}");
        }

        return service is null && ipv4 is null && ipv6 is null && port <= 0 ? null : new(service, ipv4, ipv6, (int)Math.Max(port, 0));
    }
}
