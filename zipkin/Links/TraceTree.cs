using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Links;

/// <summary>
/// Hangs the nodes of a trace under each other. In this mesh, ids in brackets, * for shared:
/// <code>
/// CLIENT front-proxy [a]
///   SERVER service1 [a]*          its parent is the client with its id
///     CLIENT service1 [b], parent a   there are two [a]: the one of its own service is meant
///       SERVER service2 [b]*
/// </code>
/// Whose parent is missing hangs under the root. Spans that are each other's parents are not reached.
/// </summary>
internal static class TraceTree
{
    public static LinkNode Build(List<LinkNode> nodes)
    {
        var byKey = new Dictionary<Key, LinkNode>();
        foreach (var node in nodes)
        {
            byKey[KeyOf(node)] = node;
        }

        // The first without a parent; a shared one has its client above it, even if that never came.
        var first = nodes.Find(node => node is { ParentId: 0, Shared: false });
        var root = first ?? new LinkNode();
        foreach (var node in byKey.Values)
        {
            if (node != root)
            {
                (FindParent(node, byKey) ?? root).Add(node);
            }
        }

        return root;
    }

    private static LinkNode? FindParent(LinkNode node, Dictionary<Key, LinkNode> byKey)
    {
        if (node.Shared)
        {
            return byKey.GetValueOrDefault(new(node.Id, false, null));
        }

        return node.ParentId == 0 ? null
            : byKey.GetValueOrDefault(new(node.ParentId, true, node.Local)) ?? byKey.GetValueOrDefault(new(node.ParentId, false, null));
    }

    private static Key KeyOf(LinkNode node) => node.Shared ? new(node.Id, true, node.Local) : new(node.Id, false, null);

    private readonly record struct Key(ulong Id, bool Shared, SpanEndpoint? Local);
}
