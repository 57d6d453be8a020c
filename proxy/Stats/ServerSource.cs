using ZipkinMesh.Proxy.Certificates;
using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Listeners;

namespace ZipkinMesh.Proxy.Stats;

/// <summary>Provides what the statistics of the process are read from.</summary>
internal sealed class ServerSource(ListenerTable listeners, ClusterCountersTable clusters, CertificateTable certificates, ServerStatus status, TimeProvider time)
{
    public ServerState State => status.State;

    public long UptimeSeconds => (long)status.Uptime.TotalSeconds;

    // Envoy's largest number stands for none.
    public long DaysUntilFirstCertificateExpires => certificates.DaysUntilFirstExpires(time.GetUtcNow()) ?? uint.MaxValue;

    public ClusterCountersTable Clusters => clusters;

    public int ListenerCount => listeners.All.Count();

    public long Connections => listeners.All.Sum(listener => Math.Max(0, -listener.Counters.ConnectionsClosed.Value + listener.Counters.Connections.Value));
}
