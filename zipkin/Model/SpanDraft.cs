using System.Text;

namespace ZipkinMesh.Zipkin.Model;

/// <summary>A span while it is read. What is left out of it, or normalised, is decided here.</summary>
internal sealed class SpanDraft
{
    private const int MaxPort = 65535;

    // Of the tags that are read next; sorted and without repetitions only at the end.
    private readonly List<KeyValuePair<string, string>> _tags = [];

    /// <summary>None is zero.</summary>
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

    /// <summary>Of a key that comes again the last value counts.</summary>
    public void AddTag(string key, string value) => _tags.Add(new(key, value));

    public void ClearTags() => _tags.Clear();

    /// <summary>Makes it empty, to read another span.</summary>
    public void Clear()
    {
        (TraceId, ParentId, Id, Kind, Name) = (default, 0, 0, SpanKind.None, null);
        (Timestamp, Duration, Local, Remote, Debug, Shared) = (0, 0, null, null, false, false);
        Annotations.Clear();
        _tags.Clear();
    }

    /// <exception cref="RefusedException"/>
    public Span Build()
    {
        if (TraceId == default || Id == 0)
        {
            throw new RefusedException($"Missing :{(TraceId == default ? " traceId" : "")}{(Id == 0 ? " id" : "")}");
        }

        return new Span
        {
            TraceId = TraceId,
            // A span is not its own parent.
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
            // Sharing is the server's to tell: the client owns the id.
            Shared = Shared && Kind != SpanKind.Client,
        };
    }

    // Most tracers send them in order.
    private KeyValuePair<string, string>[] SortedTags()
    {
        for (var i = 1; i < _tags.Count; i++)
        {
            if (string.CompareOrdinal(_tags[i - 1].Key, _tags[i].Key) >= 0)
            {
                var last = new SortedDictionary<string, string>(StringComparer.Ordinal);
                foreach (var (key, value) in _tags)
                {
                    last[key] = value;
                }

                return [.. last];
            }
        }

        return [.. _tags];
    }

    /// <summary>Names are compared and shown in lower case; an empty one is none.</summary>
    public static string? Lower(string? name) => string.IsNullOrEmpty(name) ? null
        // Nearly all are, and casing looks up letter by letter.
        : Ascii.IsValid(name) && !name.AsSpan().ContainsAnyInRange('A', 'Z') ? name
        : name.ToLowerInvariant();

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
