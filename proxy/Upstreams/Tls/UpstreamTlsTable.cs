using System.Collections.Concurrent;
using Yarp.ReverseProxy.Model;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Certificates;
using ZipkinMesh.Proxy.Counters;

namespace ZipkinMesh.Proxy.Upstreams.Tls;

/// <summary>Holds the TLS of all clusters, and lists their certificates for as long as they are in use.</summary>
internal sealed class UpstreamTlsTable(CertificateTable certificates) : IClusterChangeListener
{
    private readonly ConcurrentDictionary<string, UpstreamTls> _byCluster = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Creates the TLS of a cluster, in place of the one before.</summary>
    /// <exception cref="SettingException">A file can't be used.</exception>
    public UpstreamTls Replace(ClusterCounters cluster, UpstreamTlsSettings settings)
    {
        var created = new UpstreamTls(settings, cluster);
        Remove(cluster.Name);
        _byCluster[cluster.Name] = created;
        if (settings.Paths.Count > 0)
        {
            certificates.Add(created);
        }

        return created;
    }

    /// <summary>Returns the TLS of a cluster; null for a cluster that isn't known.</summary>
    public UpstreamTls? Find(string cluster) => _byCluster.GetValueOrDefault(cluster);

    public void OnClusterAdded(ClusterState cluster)
    {
    }

    public void OnClusterChanged(ClusterState cluster)
    {
    }

    public void OnClusterRemoved(ClusterState cluster) => Remove(cluster.ClusterId);

    private void Remove(string cluster)
    {
        if (_byCluster.TryRemove(cluster, out var removed))
        {
            certificates.Remove(removed);
        }
    }
}
