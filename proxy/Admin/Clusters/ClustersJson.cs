using System.Globalization;
using System.Text.Json;
using ZipkinMesh.Proxy.Admin.Commands;

namespace ZipkinMesh.Proxy.Admin.Clusters;

/// <summary>Writes the state of the clusters as Envoy's <c>envoy.admin.v3.Clusters</c>. Like there, zeros and defaults are omitted.</summary>
internal static class ClustersJson
{
    public static void Write(Utf8JsonWriter json, IEnumerable<ClusterStatus> clusters)
    {
        json.WriteStartObject();
        json.WriteStartArray("cluster_statuses");
        foreach (var cluster in clusters)
        {
            json.WriteStartObject();
            json.WriteString("name", cluster.Name);
            WriteHosts(json, cluster.Hosts);
            WriteThresholds(json, cluster);
            json.WriteString("observability_name", cluster.Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteHosts(Utf8JsonWriter json, IReadOnlyList<ClusterHost> hosts)
    {
        if (hosts.Count == 0)
        {
            return;
        }

        json.WriteStartArray("host_statuses");
        foreach (var host in hosts)
        {
            json.WriteStartObject();
            json.WritePropertyName("address");
            AddressJson.Create(host.Address, host.Port).WriteTo(json);
            WriteStats(json, host);
            WriteHealth(json, host);
            json.WriteNumber("weight", 1);
            json.WriteString("hostname", host.HostName);
            json.WriteStartObject("locality");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // Envoy lists the counters first.
    private static void WriteStats(Utf8JsonWriter json, ClusterHost host)
    {
        json.WriteStartArray("stats");
        foreach (var (name, value, isGauge) in host.Stats.OrderBy(stat => stat.IsGauge))
        {
            json.WriteStartObject();
            if (isGauge)
            {
                json.WriteString("type", "GAUGE");
            }

            if (value != 0)
            {
                json.WriteString("value", value.ToString(CultureInfo.InvariantCulture));
            }

            json.WriteString("name", name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteHealth(Utf8JsonWriter json, ClusterHost host)
    {
        json.WriteStartObject("health_status");
        if (host.HasFailedActiveHealthCheck)
        {
            json.WriteBoolean("failed_active_health_check", true);
        }

        if (host.IsEjected)
        {
            json.WriteBoolean("failed_outlier_check", true);
        }

        // No service discovery says otherwise.
        json.WriteString("eds_health_status", "HEALTHY");
        json.WriteEndObject();
    }

    private static void WriteThresholds(Utf8JsonWriter json, ClusterStatus cluster)
    {
        json.WriteStartObject("circuit_breakers");
        json.WriteStartArray("thresholds");
        json.WriteStartObject();
        json.WriteNumber("max_connections", cluster.Thresholds.MaxConnections);
        json.WriteNumber("max_pending_requests", cluster.Thresholds.MaxPendingRequests);
        json.WriteNumber("max_requests", cluster.Thresholds.MaxRequests);
        json.WriteNumber("max_retries", cluster.Thresholds.MaxRetries);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
