using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace ZipkinMesh.Proxy.Upstreams.Retries;

/// <summary>Prepares a request for another try.</summary>
internal static class Destinations
{
    /// <summary>Returns the destinations without those that were tried: the available ones, or else the others of the cluster.</summary>
    public static List<DestinationState> Untried(
        List<DestinationState> tried, IReadOnlyList<DestinationState> available, IReadOnlyList<DestinationState> all)
    {
        List<DestinationState> untried = [.. available.Where(destination => !tried.Contains(destination))];
        return untried.Count > 0 ? untried : [.. all.Where(destination => !tried.Contains(destination))];
    }

    /// <summary>Clears the result of the last try, and sets the destinations to choose from.</summary>
    public static void Reset(HttpContext context, IReadOnlyList<DestinationState> destinations)
    {
        var proxy = context.GetReverseProxyFeature();
        proxy.AvailableDestinations = destinations;
        proxy.ProxiedDestination = null;
        context.Features.Set<IForwarderErrorFeature>(null);
        context.Response.Clear();
    }
}
