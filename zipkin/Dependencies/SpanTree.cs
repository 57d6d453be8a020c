using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Dependencies;

/// <summary>
/// Builds the tree of a trace. In this mesh, with ids in brackets and * for shared:
/// <code>
/// CLIENT front-proxy [a]
///   SERVER service1 [a]*              child of the client with the same id
///     CLIENT service1 [b], parent a   child of the [a] of its own service
///       SERVER service2 [b]*
/// </code>
/// Orphans attach to the root. Spans whose parents form a cycle are not reached.
/// </summary>
internal static class SpanTree
{
    public static SpanNode Build(List<SpanNode> nodes)
    {
        var byKey = new Dictionary<Key, SpanNode>();
        foreach (var node in nodes)
        {
            byKey[KeyOf(node)] = node;
        }

        // The first span without parent. A shared span isn't a root: its client is its parent, even when it was never reported.
        var first = nodes.Find(node => node is { ParentId: 0, Shared: false });
        var root = first ?? new SpanNode();
        foreach (var node in byKey.Values)
        {
            if (node != root)
            {
                (FindParent(node, byKey) ?? root).Add(node);
            }
        }

        return root;
    }

    private static SpanNode? FindParent(SpanNode node, Dictionary<Key, SpanNode> byKey)
    {
        if (node.Shared)
        {
            return byKey.GetValueOrDefault(new(node.Id, false, null));
        }

        return node.ParentId == 0 ? null
            : byKey.GetValueOrDefault(new(node.ParentId, true, node.Local)) ?? byKey.GetValueOrDefault(new(node.ParentId, false, null));
    }

    private static Key KeyOf(SpanNode node) => node.Shared ? new(node.Id, true, node.Local) : new(node.Id, false, null);

    private readonly record struct Key(ulong Id, bool Shared, SpanEndpoint? Local)
    {
        public override int GetHashCode() => HashCode.Combine(IdComparer.Hash(Id), Shared, Local);
    }
}
