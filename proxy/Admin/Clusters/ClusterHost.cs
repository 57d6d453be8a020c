using System.Globalization;
using Yarp.ReverseProxy.Model;
using ZipkinMesh.Proxy.Counters;

namespace ZipkinMesh.Proxy.Admin.Clusters;

/// <summary>Describes a destination of a cluster as an Envoy host.</summary>
/// <param name="destination">The destination.</param>
/// <param name="cluster">The counts of its cluster.</param>
internal sealed class ClusterHost(DestinationState destination, ClusterCounters cluster)
{
    private readonly Uri _url = new(destination.Model.Config.Address);

    /// <summary>Gets the IP address, without brackets.</summary>
    public string Address => _url.IdnHost.Trim('[', ']');

    public int Port => _url.Port;

    /// <summary>Gets address and port, such as <c>172.31.81.3:8000</c> or <c>[::1]:8000</c>.</summary>
    public string EndPoint => string.Create(CultureInfo.InvariantCulture, $"{_url.Host}:{_url.Port}");

    /// <summary>Gets the name that was resolved to the address; the address when none was.</summary>
    public string HostName => destination.Model.Config.Host is { } host ? host.Split(':')[0] : Address;

    /// <summary>Gets the counters and gauges, ordered by name.</summary>
    public IEnumerable<(string Name, long Value, bool IsGauge)> Stats
    {
        get
        {
            var counters = cluster.HostOf(_url);
            var closed = counters.ConnectionsClosed.Value;
            yield return ("cx_active", Math.Max(0, counters.Connections.Value - closed), true);
            yield return ("cx_connect_fail", counters.ConnectFailures.Value, false);
            yield return ("cx_total", counters.Connections.Value, false);
            yield return ("rq_active", destination.ConcurrentRequestCount, true);
            yield return ("rq_error", counters.Errors.Value, false);
            yield return ("rq_success", counters.Successes.Value, false);
            yield return ("rq_timeout", counters.Timeouts.Value, false);
            yield return ("rq_total", counters.Requests.Value, false);
        }
    }

    public bool HasFailedActiveHealthCheck => destination.Health.Active == DestinationHealth.Unhealthy;

    /// <summary>Gets a value indicating that the host is ejected, or skipped because it couldn't be reached.</summary>
    public bool IsEjected => destination.Health.Passive == DestinationHealth.Unhealthy;

    /// <summary>Gets the health as /clusters shows it: <c>healthy</c>, or the reasons.</summary>
    public string HealthFlags => (HasFailedActiveHealthCheck, IsEjected) switch
    {
        (false, false) => "healthy",
        (true, false) => "/failed_active_hc",
        (false, true) => "/failed_outlier_check",
        _ => "/failed_active_hc/failed_outlier_check",
    };
}
