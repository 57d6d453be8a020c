using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Client;

/// <summary>
/// Orders the spans of a trace as a tree, siblings by time. A server span that shares the id of its client is below it, and children are
/// below the server span. A span whose parent is missing, or whose parents form a cycle, is a root.
/// </summary>
internal static class TraceRows
{
    public static List<TraceRow> Of(List<Span> spans)
    {
        var sorted = spans.OrderBy(span => span.Timestamp == 0).ThenBy(span => span.Timestamp).ThenBy(span => span.Kind == SpanKind.Server).ToList();
        var byId = sorted.ToLookup(span => span.Id);
        var children = sorted.ToLookup(span => FindParent(span, byId));
        List<TraceRow> rows = [];
        HashSet<Span> seen = new(ReferenceEqualityComparer.Instance);
        // Roots first; what they don't reach is a cycle.
        foreach (var root in sorted.Where(span => FindParent(span, byId) is null).Concat(sorted))
        {
            Add(root, children, seen, rows);
        }

        return rows;
    }

    // Without recursion: a trace may be a chain of a hundred thousand spans.
    private static void Add(Span root, ILookup<Span?, Span> children, HashSet<Span> seen, List<TraceRow> rows)
    {
        var stack = new Stack<TraceRow>([new(root, 0)]);
        while (stack.TryPop(out var row))
        {
            if (!seen.Add(row.Span))
            {
                continue;
            }

            rows.Add(row);
            foreach (var child in children[row.Span].Reverse())
            {
                stack.Push(new(child, row.Depth + 1));
            }
        }
    }

    private static Span? FindParent(Span span, ILookup<ulong, Span> byId)
    {
        if (IsServer(span) && byId[span.Id].FirstOrDefault(other => !IsServer(other)) is { } client)
        {
            return client;
        }

        return span.ParentId == 0 ? null : byId[span.ParentId].FirstOrDefault(IsServer) ?? byId[span.ParentId].FirstOrDefault();
    }

    private static bool IsServer(Span span) => span.Shared || span.Kind == SpanKind.Server;
}
