using ZipkinMesh.Proxy.Listeners;

namespace ZipkinMesh.Proxy.Stats;

/// <summary>Declares the statistics of the process.</summary>
internal static class ServerStats
{
    private static readonly StatScope<ServerSource> Server = new("server.", "server.");
    private static readonly StatScope<ServerSource> Clusters = new("cluster_manager.", "cluster_manager.");
    private static readonly StatScope<ServerSource> Listeners = new("listener_manager.", "listener_manager.");

    /// <summary>Gets the statistics.</summary>
    public static IReadOnlyList<Stat<ServerSource>> All { get; } =
    [
        Server.Gauge("live", "1", "1 while the proxy serves requests and doesn't drain.", s => s.State == ServerState.Live ? 1 : 0),
        Server.Gauge("state", "1", "0: LIVE, 1: DRAINING, 2: PRE_INITIALIZING, 3: INITIALIZING.", s => (long)s.State),
        Server.Gauge("uptime", "s", "The time since the start.", s => s.UptimeSeconds),
        Server.Gauge("concurrency", "{thread}", "The threads that serve requests: one for each processor.", _ => Environment.ProcessorCount),
        Server.Gauge("memory_allocated", "By", "The managed heap's bytes in use, garbage included.", _ => GC.GetTotalMemory(forceFullCollection: false)),
        Server.Gauge("memory_heap_size", "By", "The managed heap's bytes that are committed.", _ => GC.GetGCMemoryInfo().TotalCommittedBytes),
        Server.Gauge("memory_physical_size", "By", "The resident memory of the process.", _ => Environment.WorkingSet),
        Server.Gauge("total_connections", "{connection}", "Open connections of all listeners.", s => s.Connections),
        Server.Gauge("days_until_first_cert_expiring", "d", "The days until the first certificate of a listener or a cluster expires; 4294967295 without any.", s => s.DaysUntilFirstCertificateExpires),
        Clusters.Gauge("active_clusters", "{cluster}", "Clusters.", s => s.Clusters.Added.Value - s.Clusters.Removed.Value),
        Clusters.Counter("cluster_added", "{cluster}", "Clusters that were added since the start.", s => s.Clusters.Added.Value),
        Clusters.Counter("cluster_modified", "{cluster}", "Changes of a cluster's configuration.", s => s.Clusters.Modified.Value),
        Clusters.Counter("cluster_removed", "{cluster}", "Clusters that were removed.", s => s.Clusters.Removed.Value),
        Listeners.Gauge("total_listeners_active", "{listener}", "Listeners.", s => s.ListenerCount),
    ];
}
