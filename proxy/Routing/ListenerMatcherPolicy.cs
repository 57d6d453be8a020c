using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using ZipkinMesh.Proxy.Listeners;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Routing;

/// <summary>
/// Matches a request with the routes of the listener it came in at, and of those with the ones that have the longest prefix of its
/// path as it was sent. ASP.NET's own matching uses a path that is decoded and normalized; Envoy's prefixes are not. The routes are
/// partitioned when the route table is built: a request costs the same with one route or ten thousand.
/// </summary>
internal sealed class ListenerMatcherPolicy(ListenerTable listeners) : MatcherPolicy, INodeBuilderPolicy, IEndpointComparerPolicy
{
    // Runs before YARP's own policies (headers, query), which then see fewer candidates.
    public override int Order => -100;

    public IComparer<Endpoint> Comparer { get; } = new AllEqual();

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(endpoint => RouteOf(endpoint) is not null);

    public IReadOnlyList<PolicyNodeEdge> GetEdges(IReadOnlyList<Endpoint> endpoints)
    {
        // Endpoints of the app itself, which have no listener, stay candidates of every request. The order of candidates is kept.
        var foreign = endpoints.Index().Where(endpoint => RouteOf(endpoint.Item) is null).ToList();
        var routes = endpoints.Index().Where(endpoint => RouteOf(endpoint.Item) is not null).GroupBy(endpoint => KeyOf(RouteOf(endpoint.Item)!));
        var edges = routes.Select(group => new PolicyNodeEdge(group.Key, Ordered(group, foreign))).ToList();
        if (foreign.Count > 0)
        {
            edges.Add(new PolicyNodeEdge(PrefixJumpTable.NoRoute, Ordered(foreign, [])));
        }

        return edges;
    }

    public PolicyJumpTable BuildJumpTable(int exitDestination, IReadOnlyList<PolicyJumpTableEdge> edges) =>
        new PrefixJumpTable(listeners, exitDestination, [.. edges.Select(edge => (((string, string))edge.State, edge.Destination))]);

    private static (string Listener, string Prefix) KeyOf(RouteEntry route) => (route.Listener, route.Prefix);

    private static List<Endpoint> Ordered(IEnumerable<(int Index, Endpoint Item)> some, List<(int Index, Endpoint Item)> others) =>
        others.Count == 0
            ? [.. some.Select(endpoint => endpoint.Item)]
            : [.. some.Concat(others).OrderBy(endpoint => endpoint.Index).Select(endpoint => endpoint.Item)];

    private static RouteEntry? RouteOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<RouteEntry>();

    // Policies that partition endpoints must also order them. The order of these doesn't matter.
    private sealed class AllEqual : IComparer<Endpoint>
    {
        public int Compare(Endpoint? x, Endpoint? y) => 0;
    }
}
