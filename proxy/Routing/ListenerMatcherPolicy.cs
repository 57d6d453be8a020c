using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Routing;

/// <summary>
/// Leaves a request only the routes of the listener it came in at, and of those the ones with the longest prefix of its path
/// as it was sent. ASP.NET's own matching sees a path that is decoded and normalised, which Envoy's prefixes are not.
/// Routes are parted when routing is built: a request costs the same whether there is one or ten thousand.
/// </summary>
internal sealed class ListenerMatcherPolicy : MatcherPolicy, INodeBuilderPolicy, IEndpointComparerPolicy
{
    // Before YARP's own policies (headers, query), which then look at fewer candidates.
    public override int Order => -100;

    public IComparer<Endpoint> Comparer { get; } = new AllAlike();

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(endpoint => RouteOf(endpoint) is not null);

    public IReadOnlyList<PolicyNodeEdge> GetEdges(IReadOnlyList<Endpoint> endpoints) =>
    [
        .. endpoints.GroupBy(endpoint => RouteOf(endpoint) is { } route ? (route.Listener, route.Prefix) : ("", ""))
            .Select(group => new PolicyNodeEdge(group.Key, [.. group])),
    ];

    public PolicyJumpTable BuildJumpTable(int exitDestination, IReadOnlyList<PolicyJumpTableEdge> edges) =>
        new PrefixJumpTable(exitDestination, edges.Select(edge => (((string, string))edge.State, edge.Destination)));

    private static RouteEntry? RouteOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<RouteEntry>();

    // Policies that part routes must also order them; these don't.
    private sealed class AllAlike : IComparer<Endpoint>
    {
        public int Compare(Endpoint? x, Endpoint? y) => 0;
    }
}
