using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Dependencies;

/// <summary>
/// One side of an operation in the tree of a trace, merged from all spans that report it, with the fields that links need.
/// </summary>
internal sealed class SpanNode
{
    private readonly List<SpanNode> _children = [];

    /// <summary>Initializes a root without a span, for a trace whose root is missing.</summary>
    public SpanNode()
    {
    }

    public SpanNode(Span span)
    {
        (Id, ParentId, Kind, Timestamp, Shared) = (span.Id, span.ParentId, span.Kind, span.Timestamp, span.Shared);
        (Local, Remote, HasError) = (span.Local, span.Remote, span.HasTag("error"));
    }

    public ulong Id { get; }

    public ulong ParentId { get; set; }

    public SpanKind Kind { get; private set; }

    public long Timestamp { get; private set; }

    public bool Shared { get; set; }

    public SpanEndpoint? Local { get; private set; }

    public SpanEndpoint? Remote { get; private set; }

    public bool HasError { get; private set; }

    /// <summary>Gets the nearest node above that has a kind, once <see cref="BreadthFirst"/> has reached the node.</summary>
    public SpanNode? NearestWithKind { get; private set; }

    public IReadOnlyList<SpanNode> Children => _children;

    /// <summary>Gets a value indicating whether the node is a span, not the placeholder of a missing root.</summary>
    public bool IsSpan => Id != 0;

    /// <summary>Returns whether a span reports the same side of the same operation: no field that both have differs.</summary>
    public bool IsSameSide(Span other) =>
        Id == other.Id
        && Shared == other.Shared
        && (Local is null || other.Local is null
            || (AreCompatible(Local.ServiceName, other.Local.ServiceName)
                && AreCompatible(Local.Ipv4, other.Local.Ipv4)
                && AreCompatible(Local.Ipv6, other.Local.Ipv6)
                && (Local.Port == 0 || other.Local.Port == 0 || Local.Port == other.Local.Port)));

    /// <summary>Adds the fields that are absent so far.</summary>
    public void Merge(Span other)
    {
        ParentId = ParentId == 0 ? other.ParentId : ParentId;
        Kind = Kind == SpanKind.None ? other.Kind : Kind;
        Timestamp = Timestamp == 0 ? other.Timestamp : Timestamp;
        Local = Merge(Local, other.Local);
        Remote = Merge(Remote, other.Remote);
        HasError |= other.HasTag("error");
    }

    public void Add(SpanNode child) => _children.Add(child);

    /// <summary>Returns this node and all nodes below it, level by level, siblings ordered by time.</summary>
    public IEnumerable<SpanNode> BreadthFirst()
    {
        var queue = new Queue<SpanNode>([this]);
        while (queue.TryDequeue(out var node))
        {
            yield return node;
            foreach (var child in node._children.OrderBy(child => child.Timestamp))
            {
                // Handed down: in a long chain, looking it up from each node would take a time that grows with the square of the length.
                child.NearestWithKind = node.Kind == SpanKind.None ? node.NearestWithKind : node;
                queue.Enqueue(child);
            }
        }
    }

    private static bool AreCompatible(string? a, string? b) => a is null || b is null || a == b;

    private static SpanEndpoint? Merge(SpanEndpoint? a, SpanEndpoint? b) => a is null || b is null
        ? a ?? b
        : new(a.ServiceName ?? b.ServiceName, a.Ipv4 ?? b.Ipv4, a.Ipv6 ?? b.Ipv6, a.Port == 0 ? b.Port : a.Port);
}
