using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Links;

/// <summary>
/// A span as far as links need it: the parts of one that was sent in pieces put together, and its place in the tree.
/// </summary>
internal sealed class LinkNode
{
    private readonly List<LinkNode> _children = [];

    /// <summary>A root without a span, above the traces whose own has not arrived.</summary>
    public LinkNode()
    {
    }

    public LinkNode(Span span)
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

    public LinkNode? Parent { get; private set; }

    public IReadOnlyList<LinkNode> Children => _children;

    public bool IsSpan => Id != 0;

    /// <summary>Another piece of the same side of the same operation: what both know does not differ.</summary>
    public bool IsSameSide(Span other) =>
        Id == other.Id
        && Shared == other.Shared
        && (Local is null || other.Local is null
            || (Agree(Local.ServiceName, other.Local.ServiceName)
                && Agree(Local.Ipv4, other.Local.Ipv4)
                && Agree(Local.Ipv6, other.Local.Ipv6)
                && (Local.Port == 0 || other.Local.Port == 0 || Local.Port == other.Local.Port)));

    public void Merge(Span piece)
    {
        ParentId = ParentId == 0 ? piece.ParentId : ParentId;
        Kind = Kind == SpanKind.None ? piece.Kind : Kind;
        Timestamp = Timestamp == 0 ? piece.Timestamp : Timestamp;
        Local = Merge(Local, piece.Local);
        Remote = Merge(Remote, piece.Remote);
        HasError |= piece.HasTag("error");
    }

    public void Add(LinkNode child)
    {
        child.Parent = this;
        _children.Add(child);
    }

    /// <summary>This node and all below it, level by level, siblings by time.</summary>
    public IEnumerable<LinkNode> BreadthFirst()
    {
        var queue = new Queue<LinkNode>([this]);
        while (queue.TryDequeue(out var node))
        {
            yield return node;
            foreach (var child in node._children.OrderBy(child => child.Timestamp))
            {
                queue.Enqueue(child);
            }
        }
    }

    private static bool Agree(string? a, string? b) => a is null || b is null || a == b;

    private static SpanEndpoint? Merge(SpanEndpoint? a, SpanEndpoint? b) => a is null || b is null
        ? a ?? b
        : new(a.ServiceName ?? b.ServiceName, a.Ipv4 ?? b.Ipv4, a.Ipv6 ?? b.Ipv6, a.Port == 0 ? b.Port : a.Port);
}
