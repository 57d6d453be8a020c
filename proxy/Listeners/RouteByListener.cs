using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using ZipkinMesh.Proxy.Configuration;
using ZipkinMesh.Proxy.Forwarding;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>
/// Leaves a request only the routes of the listener it came in at, and of those the one with the longest prefix of its path
/// as it was sent. ASP.NET's own matching sees a path that is decoded and normalised, which Envoy's prefixes are not.
/// </summary>
internal sealed class RouteByListener : MatcherPolicy, INodeBuilderPolicy, IEndpointSelectorPolicy, IEndpointComparerPolicy
{
    // Before YARP's own policies (headers, query), which then look at fewer candidates.
    public override int Order => -100;

    public IComparer<Endpoint> Comparer { get; } = new AllAlike();

    // Listeners part the routes when they are built...
    bool INodeBuilderPolicy.AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(endpoint => RouteOf(endpoint) is not null);

    public IReadOnlyList<PolicyNodeEdge> GetEdges(IReadOnlyList<Endpoint> endpoints) =>
        [.. endpoints.GroupBy(endpoint => RouteOf(endpoint)?.Listener ?? "").Select(group => new PolicyNodeEdge(group.Key, [.. group]))];

    public PolicyJumpTable BuildJumpTable(int exitDestination, IReadOnlyList<PolicyJumpTableEdge> edges) =>
        new ByListener(exitDestination, edges.ToDictionary(edge => (string)edge.State, edge => edge.Destination));

    // ...prefixes, where there are any, with each request.
    bool IEndpointSelectorPolicy.AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        endpoints.Any(endpoint => RouteOf(endpoint) is { Prefix: not "/" });

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var path = RequestTarget.PathOf(httpContext);
        var longest = -1;
        for (var i = 0; i < candidates.Count; i++)
        {
            if (!candidates.IsValidCandidate(i))
            {
                continue;
            }

            var prefix = RouteOf(candidates[i].Endpoint)?.Prefix;
            if (prefix is null || !path.StartsWith(prefix, StringComparison.Ordinal))
            {
                candidates.SetValidity(i, false);
            }
            else
            {
                longest = Math.Max(longest, prefix.Length);
            }
        }

        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i) && RouteOf(candidates[i].Endpoint)!.Prefix.Length < longest)
            {
                candidates.SetValidity(i, false);
            }
        }

        return Task.CompletedTask;
    }

    private static MeshRoute? RouteOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<MeshRoute>();

    private sealed class ByListener(int exit, Dictionary<string, int> destinations) : PolicyJumpTable
    {
        public override int GetDestination(HttpContext httpContext) =>
            // Every prefix begins with a slash: "*" and the target of CONNECT have no route.
            httpContext.Features.Get<DownstreamConnection>() is { } connection && RequestTarget.PathOf(httpContext).StartsWith('/')
                ? destinations.GetValueOrDefault(connection.Listener.Name, exit)
                : exit;
    }

    // Policies that part routes must also order them; these don't.
    private sealed class AllAlike : IComparer<Endpoint>
    {
        public int Compare(Endpoint? x, Endpoint? y) => 0;
    }
}
