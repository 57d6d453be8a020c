using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Links;

/// <summary>
/// Makes one node of each side of each operation of a trace:
/// <list type="number">
/// <item>Spans are put in order by id; of an id the client comes first and the shared one last.</item>
/// <item>Pieces of the same side that follow each other become one.</item>
/// <item>A server that has its client's id is shared, also when it does not say so, and has the client's parent.</item>
/// </list>
/// </summary>
internal static class TraceMerge
{
    public static List<LinkNode> Merge(IEnumerable<Span> trace)
    {
        var nodes = new List<LinkNode>();
        LinkNode? current = null;
        foreach (var span in trace.OrderBy(span => span.Id)
            .ThenBy(span => span.Shared ? 2 : span.Kind == SpanKind.Client ? 0 : 1)
            .ThenBy(span => span.Local is not null)
            .ThenBy(span => span.Local?.ServiceName, StringComparer.Ordinal)
            .ThenBy(span => span.Local?.Ipv4, StringComparer.Ordinal)
            .ThenBy(span => span.Local?.Ipv6, StringComparer.Ordinal))
        {
            if (current is not null && current.IsSameSide(span))
            {
                current.Merge(span);
                continue;
            }

            nodes.Add(current = new LinkNode(span));
        }

        for (var i = 1; i < nodes.Count; i++)
        {
            Share(nodes[i - 1], nodes[i]);
        }

        return nodes;
    }

    private static void Share(LinkNode previous, LinkNode node)
    {
        if (previous.Id != node.Id)
        {
            return;
        }

        node.Shared |= previous.Kind == SpanKind.Client && node.Kind == SpanKind.Server;
        if (node.Shared && node.ParentId == 0)
        {
            node.ParentId = previous.ParentId;
        }
    }
}
