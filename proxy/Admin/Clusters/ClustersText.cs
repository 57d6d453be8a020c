using System.Globalization;
using System.Text;

namespace ZipkinMesh.Proxy.Admin.Clusters;

/// <summary>Writes the state of the clusters in Envoy's text form.</summary>
/// <remarks>
/// <code>
/// service1::default_priority::max_connections::1024
/// service1::172.31.81.3:8000::rq_total::12
/// service1::172.31.81.3:8000::health_flags::healthy
/// </code>
/// </remarks>
internal static class ClustersText
{
    public static string Write(IEnumerable<ClusterStatus> clusters)
    {
        var text = new StringBuilder();
        foreach (var cluster in clusters)
        {
            Write(text, cluster);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, ClusterStatus cluster)
    {
        var (name, limits) = (cluster.Name, cluster.Thresholds);
        text.Append(CultureInfo.InvariantCulture, $"{name}::observability_name::{name}\n")
            .Append(CultureInfo.InvariantCulture, $"{name}::default_priority::max_connections::{limits.MaxConnections}\n")
            .Append(CultureInfo.InvariantCulture, $"{name}::default_priority::max_pending_requests::{limits.MaxPendingRequests}\n")
            .Append(CultureInfo.InvariantCulture, $"{name}::default_priority::max_requests::{limits.MaxRequests}\n")
            .Append(CultureInfo.InvariantCulture, $"{name}::default_priority::max_retries::{limits.MaxRetries}\n")
            .Append(CultureInfo.InvariantCulture, $"{name}::added_via_api::false\n");
        foreach (var host in cluster.Hosts)
        {
            Write(text, $"{name}::{host.EndPoint}::", host);
        }
    }

    // Weight, locality, canary, priority and success rate have Envoy's defaults: nothing here sets them.
    private static void Write(StringBuilder text, string prefix, ClusterHost host)
    {
        foreach (var (name, value, _) in host.Stats)
        {
            text.Append(CultureInfo.InvariantCulture, $"{prefix}{name}::{value}\n");
        }

        foreach (var line in (string[])
        [
            $"hostname::{host.HostName}", $"health_flags::{host.HealthFlags}", "weight::1", "region::", "zone::", "sub_zone::", "canary::false",
            "priority::0", "success_rate::-1", "local_origin_success_rate::-1",
        ])
        {
            text.Append(prefix).Append(line).Append('\n');
        }
    }
}
