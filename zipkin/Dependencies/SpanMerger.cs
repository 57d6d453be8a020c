using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Dependencies;

/// <summary>
/// Merges the spans of a trace to one node per side of each operation:
/// <list type="number">
/// <item>Spans are ordered by id; of the same id, the client span is first and the shared one last.</item>
/// <item>Consecutive spans of the same side are merged.</item>
/// <item>A server span with the id of its client is shared, even when it isn't marked, and has the client's parent.</item>
/// </list>
/// </summary>
internal static class SpanMerger
{
    public static List<SpanNode> Merge(IEnumerable<Span> trace)
    {
        var nodes = new List<SpanNode>();
        SpanNode? current = null;
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

            nodes.Add(current = new SpanNode(span));
        }

        for (var i = 1; i < nodes.Count; i++)
        {
            Share(nodes[i - 1], nodes[i]);
        }

        return nodes;
    }

    private static void Share(SpanNode previous, SpanNode node)
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
