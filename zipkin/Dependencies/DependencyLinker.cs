using System.Runtime.InteropServices;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Dependencies;

/// <summary>
/// Counts the calls between services over many traces. Each call is counted once: at the server span if there is one, otherwise at the
/// client span when it names the server.
/// </summary>
internal sealed class DependencyLinker
{
    private readonly Dictionary<(string Parent, string Child), (long Calls, long Errors)> _links = [];

    public IEnumerable<DependencyLink> Links =>
        _links.Select(link => new DependencyLink(link.Key.Parent, link.Key.Child, link.Value.Calls, link.Value.Errors));

    public void AddTrace(IEnumerable<Span> trace)
    {
        var root = SpanTree.Build(SpanMerger.Merge(trace));
        foreach (var node in root.BreadthFirst().Where(node => node.IsSpan))
        {
            AddNode(node, isRoot: node == root);
        }
    }

    private void AddNode(SpanNode node, bool isRoot)
    {
        string? local = node.Local?.ServiceName, remote = node.Remote?.ServiceName;
        var kind = node.Kind;
        if (kind == SpanKind.None && local is not null && remote is not null)
        {
            // Old tracers report no kind: a span that names both sides is a call.
            kind = SpanKind.Client;
        }

        switch (kind)
        {
            // The call is counted at the spans below.
            case SpanKind.Client when node.Kind == SpanKind.Client && node.Children.Count > 0:
            // A request from an unknown client outside the mesh.
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

    private void AddCall(SpanNode node, SpanKind kind, string? parent, string? child)
    {
        var error = node.HasError;
        var ancestor = node.NearestWithKind;
        if (ancestor?.Local?.ServiceName is { } above)
        {
            if (kind == SpanKind.Client && node.Local?.ServiceName is { } local && local != above)
            {
                // The server span between the two is missing: its call is counted too.
                Add(above, local, error: false);
            }

            parent = kind == SpanKind.Server ? above : parent ?? above;
            // Client and server with an id each: the client may have seen an error that the server hasn't.
            error |= ancestor.Kind == SpanKind.Client && ancestor.Id == node.ParentId && ancestor.HasError;
        }

        Add(parent, child, error);
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
