using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;
using ZipkinMesh.Proxy.Upstreams.Failures;

namespace ZipkinMesh.Proxy.Upstreams;

/// <summary>
/// Marks a destination unhealthy when a connection to it couldn't be opened, until its name is resolved again: by then the address is
/// gone, or worth another try. When all destinations are unhealthy, all of them are used.
/// </summary>
internal sealed class ConnectFailurePolicy(IDestinationHealthUpdater health) : IPassiveHealthCheckPolicy
{
    /// <summary>The name of the policy in a cluster's <c>HealthCheck:Passive:Policy</c>.</summary>
    public const string PolicyName = "ConnectFailure";

    public string Name => PolicyName;

    public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
    {
        if (UpstreamFailure.IsConnectFailure(context))
        {
            health.SetPassive(cluster, destination, DestinationHealth.Unhealthy, StrictDnsResolver.RefreshRate);
        }
    }
}
