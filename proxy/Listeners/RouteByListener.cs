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
internal sealed class RouteByListener : MatcherPolicy, IEndpointSelectorPolicy
{
    // Before YARP's own policies (headers, query), which then look at fewer candidates.
    public override int Order => -100;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<MeshRoute>() is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var listener = httpContext.Features.Get<Listener>();
        var path = RequestTarget.PathOf(httpContext);
        var longest = -1;
        for (var i = 0; i < candidates.Count; i++)
        {
            var route = candidates[i].Endpoint.Metadata.GetMetadata<MeshRoute>();
            if (!candidates.IsValidCandidate(i) || route is null || route.Listener != listener?.Name
                || !path.StartsWith(route.Prefix, StringComparison.Ordinal))
            {
                candidates.SetValidity(i, false);
            }
            else
            {
                longest = Math.Max(longest, route.Prefix.Length);
            }
        }

        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i) && candidates[i].Endpoint.Metadata.GetMetadata<MeshRoute>()!.Prefix.Length < longest)
            {
                candidates.SetValidity(i, false);
            }
        }

        return Task.CompletedTask;
    }
}
