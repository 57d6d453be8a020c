using System.Runtime.InteropServices;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Links;

/// <summary>
/// Counts who calls whom over many traces. A call is counted once, where it is known best: at the server if it
/// reported, else at the client, which may know the server's name.
/// </summary>
internal sealed class DependencyLinker
{
    private readonly Dictionary<(string Parent, string Child), (long Calls, long Errors)> _links = [];

    public IEnumerable<DependencyLink> Links =>
        _links.Select(link => new DependencyLink(link.Key.Parent, link.Key.Child, link.Value.Calls, link.Value.Errors));

    public void AddTrace(IEnumerable<Span> trace)
    {
        var root = TraceTree.Build(TraceMerge.Merge(trace));
        foreach (var node in root.BreadthFirst().Where(node => node.IsSpan))
        {
            AddNode(node, isRoot: node == root);
        }
    }

    private void AddNode(LinkNode node, bool isRoot)
    {
        string? local = node.Local?.ServiceName, remote = node.Remote?.ServiceName;
        var kind = node.Kind;
        if (kind == SpanKind.None && local is not null && remote is not null)
        {
            // Old tracers tell a call by naming both sides.
            kind = SpanKind.Client;
        }

        switch (kind)
        {
            // What is below it tells more.
            case SpanKind.Client when node.Kind == SpanKind.Client && node.Children.Count > 0:
            // Whoever called from outside did not say who it is.
            case SpanKind.Server when isRoot && remote is null:
                break;
            case SpanKind.Client:
                AddCall(node, kind, local, remote);
                break;
            case SpanKind.Server:
                AddCall(node, kind, remote, local);
                break;
            case SpanKind.Producer:
                Add(local, remote, node.HasError);
                break;
            case SpanKind.Consumer:
                Add(remote, local, node.HasError);
                break;
        }
    }

    private void AddCall(LinkNode node, SpanKind kind, string? parent, string? child)
    {
        var error = node.HasError;
        var ancestor = NearestWithKind(node);
        if (ancestor?.Local?.ServiceName is { } above)
        {
            if (kind == SpanKind.Client && node.Local?.ServiceName is { } local && local != above)
            {
                // It was called too, by a server span that is missing.
                Add(above, local, error: false);
            }

            parent = kind == SpanKind.Server ? above : parent ?? above;
            // The two sides of one call, with an id each: the client may have seen what the server has not.
            error |= ancestor.Kind == SpanKind.Client && ancestor.Id == node.ParentId && ancestor.HasError;
        }

        Add(parent, child, error);
    }

    private static LinkNode? NearestWithKind(LinkNode node)
    {
        var above = node.Parent;
        while (above is not null && above.Kind == SpanKind.None)
        {
            above = above.Parent;
        }

        return above;
    }

    private void Add(string? parent, string? child, bool error)
    {
        if (parent is null || child is null)
        {
            return;
        }

        ref var link = ref CollectionsMarshal.GetValueRefOrAddDefault(_links, (parent, child), out _);
        link = (link.Calls + 1, link.Errors + (error ? 1 : 0));
    }
}
