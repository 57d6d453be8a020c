using System.Globalization;
using Yarp.ReverseProxy.Model;

namespace ZipkinMesh.Proxy.Admin.Commands;

/// <summary>Describes a destination of a cluster as an Envoy host.</summary>
internal sealed class Upstream(DestinationState destination)
{
    private readonly Uri _url = new(destination.Model.Config.Address);

    /// <summary>Gets the IP address, without brackets.</summary>
    public string Address => _url.IdnHost.Trim('[', ']');

    public int Port => _url.Port;

    /// <summary>Gets address and port, such as <c>172.31.81.3:8000</c> or <c>[::1]:8000</c>.</summary>
    public string EndPoint => string.Create(CultureInfo.InvariantCulture, $"{_url.Host}:{_url.Port}");

    /// <summary>Gets the name that was resolved to the address; the address when none was.</summary>
    public string HostName => destination.Model.Config.Host is { } host ? host.Split(':')[0] : Address;

    public bool HasFailedActiveHealthCheck => destination.Health.Active == DestinationHealth.Unhealthy;

    /// <summary>Gets a value indicating that the host is ejected, or skipped because it couldn't be reached.</summary>
    public bool IsEjected => destination.Health.Passive == DestinationHealth.Unhealthy;

    /// <summary>Gets Envoy's name of the health.</summary>
    public string HealthStatus => HasFailedActiveHealthCheck || IsEjected ? "UNHEALTHY" : "HEALTHY";
}
