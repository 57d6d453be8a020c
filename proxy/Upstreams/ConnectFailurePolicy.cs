using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace ZipkinMesh.Proxy.Upstreams;

/// <summary>
/// Passes a destination over that could not be connected to, until its name is asked again: by then it has left the answer,
/// or deserves another try. With nothing but such destinations, all of them are tried.
/// </summary>
internal sealed class ConnectFailurePolicy(IDestinationHealthUpdater health) : IPassiveHealthCheckPolicy
{
    public const string PolicyName = "ConnectFailure";

    public string Name => PolicyName;

    public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
    {
        if (UpstreamFailure.IsOfConnecting(context))
        {
            health.SetPassive(cluster, destination, DestinationHealth.Unhealthy, StrictDnsResolver.RefreshRate);
        }
    }
}
